package jbuild.builder.transfer;

import java.nio.charset.StandardCharsets;
import java.util.HashMap;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import jbuild.runner.ExitStatus;
import jbuild.runner.Failure;

/** The checksums of files by their names, as sha256sum(1) writes them, plain or with --tag. */
record SumFile(String name, Map<String, String> sums) {
  private static final Pattern PLAIN =
      Pattern.compile("([0-9a-fA-F]{64})(?: [ *]|\\s+)(?:\\./)?(\\S.*)");
  private static final Pattern TAGGED =
      Pattern.compile("SHA256 \\((?:\\./)?(.+)\\) = ([0-9a-fA-F]{64})");
  private static final Pattern ALONE = Pattern.compile("[0-9a-fA-F]{64}");

  SumFile {
    sums = Map.copyOf(sums);
  }

  /** Takes every line that is a checksum; signatures and comments may be around them. */
  static SumFile parse(String name, byte[] file) {
    Map<String, String> sums = new HashMap<>();
    for (String line : new String(file, StandardCharsets.UTF_8).split("\r?\n")) {
      Matcher plain = PLAIN.matcher(line);
      Matcher tagged = TAGGED.matcher(line);
      if (plain.matches()) {
        add(name, plain.group(2), plain.group(1), sums);
      } else if (tagged.matches()) {
        add(name, tagged.group(1), tagged.group(2), sums);
      }
    }
    return new SumFile(name, sums);
  }

  /** The same of a file about a single other one, which may be a checksum and no more. */
  static SumFile parseSingle(String name, String subject, byte[] file) {
    String text = new String(file, StandardCharsets.UTF_8).strip();
    return ALONE.matcher(text).matches()
        ? new SumFile(name, Map.of(subject, text.toLowerCase(Locale.ROOT)))
        : parse(name, file);
  }

  private static void add(String list, String file, String sum, Map<String, String> sums) {
    String lower = sum.toLowerCase(Locale.ROOT);
    String before = sums.put(file, lower);
    if (before != null && !before.equals(lower)) {
      throw new Failure(
          ExitStatus.NETWORK,
          "cannot trust " + list,
          "it has two checksums of " + file,
          "tell its maker, or name the right one with --verify=SHA256");
    }
  }

  Optional<String> of(String file) {
    return Optional.ofNullable(sums.get(file));
  }
}
