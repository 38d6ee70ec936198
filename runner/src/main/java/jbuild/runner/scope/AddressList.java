package jbuild.runner.scope;

import java.net.InetAddress;
import java.net.UnknownHostException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.regex.Pattern;
import jbuild.runner.bus.Value;

/** What IPAddressAllow= lists; see systemd.resource-control(5). */
final class AddressList {
  // Nothing that Java would look up as a name.
  private static final Pattern NUMERIC =
      Pattern.compile("([0-9]{1,3}(\\.[0-9]{1,3}){3}|[0-9a-fA-F:.]*:[0-9a-fA-F:.]*)(/[0-9]{1,3})?");

  private static final String TYPE = "(iayu)";
  private static final int AF_INET = 2;
  private static final int AF_INET6 = 10;

  private AddressList() {}

  static Optional<Value> parse(String text) {
    List<Value> prefixes = new ArrayList<>();
    for (String word : text.isEmpty() ? new String[0] : text.split("\\s+")) {
      for (String prefix : meaning(word)) {
        Optional<Value> value = prefix(prefix);
        if (value.isEmpty()) {
          return Optional.empty();
        }
        prefixes.add(value.get());
      }
    }
    return Optional.of(Value.array(TYPE, prefixes));
  }

  private static List<String> meaning(String word) {
    return switch (word) {
      case "any" -> List.of("0.0.0.0/0", "::/0");
      case "localhost" -> List.of("127.0.0.0/8", "::1/128");
      case "link-local" -> List.of("169.254.0.0/16", "fe80::/64");
      case "multicast" -> List.of("224.0.0.0/4", "ff00::/8");
      default -> List.of(word);
    };
  }

  private static Optional<Value> prefix(String text) {
    if (!NUMERIC.matcher(text).matches()) {
      return Optional.empty();
    }
    String[] halves = text.split("/", 2);
    try {
      byte[] address = InetAddress.getByName(halves[0]).getAddress();
      int most = 8 * address.length;
      int length = halves.length < 2 ? most : Integer.parseInt(halves[1]);
      return length > most
          ? Optional.empty()
          : Optional.of(
              Value.struct(
                  Value.int32(address.length == 4 ? AF_INET : AF_INET6),
                  Value.bytes(address),
                  Value.uint32(length)));
    } catch (UnknownHostException e) {
      return Optional.empty();
    }
  }
}
