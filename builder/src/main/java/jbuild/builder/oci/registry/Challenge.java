package jbuild.builder.oci.registry;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * How a registry wants to be told who asks: RFC 9110, and the token authentication of the
 * distribution project.
 *
 * @param scheme in lower case
 */
record Challenge(String scheme, Map<String, String> parameters) {
  private static final Pattern SCHEME = Pattern.compile("\\s*([A-Za-z]+)(\\s+(.*))?");
  private static final Pattern PARAMETER =
      Pattern.compile("\\s*([A-Za-z_]+)\\s*=\\s*(\"((?:[^\"\\\\]|\\\\.)*)\"|[^\\s,\"]+)\\s*,?");
  private static final int LONGEST = 8192;

  Challenge {
    parameters = Map.copyOf(parameters);
  }

  /** The one that we know best; empty when there is none that we know. */
  static Optional<Challenge> best(List<String> headers) {
    List<Challenge> known =
        headers.stream().map(Challenge::parse).flatMap(Optional::stream).toList();
    return known.stream()
        .filter(each -> each.scheme.equals("bearer") && each.parameters.containsKey("realm"))
        .findFirst()
        .or(() -> known.stream().filter(each -> each.scheme.equals("basic")).findFirst());
  }

  private static Optional<Challenge> parse(String header) {
    Matcher scheme = SCHEME.matcher(header);
    if (header.length() > LONGEST || !scheme.matches()) {
      return Optional.empty();
    }
    Map<String, String> parameters = new LinkedHashMap<>();
    Matcher parameter = PARAMETER.matcher(scheme.group(3) == null ? "" : scheme.group(3));
    while (parameter.lookingAt()) {
      String value =
          parameter.group(3) == null
              ? parameter.group(2)
              : parameter.group(3).replaceAll("\\\\(.)", "$1");
      parameters.put(parameter.group(1).toLowerCase(Locale.ROOT), value);
      parameter.region(parameter.end(), parameter.regionEnd());
    }
    return Optional.of(new Challenge(scheme.group(1).toLowerCase(Locale.ROOT), parameters));
  }

  Optional<String> parameter(String name) {
    return Optional.ofNullable(parameters.get(name));
  }
}
