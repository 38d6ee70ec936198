package jbuild.runner.nspawn;

import java.util.List;

/** Which partitions may be used, and how; see systemd.image-policy(7). */
final class ImagePolicy {
  private static final List<String> WHOLE = List.of("*", "-", "~");
  private static final List<String> PARTITIONS =
      List.of(
          "root",
          "usr",
          "home",
          "srv",
          "esp",
          "xbootldr",
          "swap",
          "root-verity",
          "root-verity-sig",
          "usr-verity",
          "usr-verity-sig",
          "tmp",
          "var");
  private static final List<String> USES =
      List.of(
          "verity",
          "signed",
          "encrypted",
          "encryptedwithintegrity",
          "unprotected",
          "unused",
          "absent",
          "open",
          "ignore",
          "read-only-on",
          "read-only-off",
          "growfs-on",
          "growfs-off");

  private ImagePolicy() {}

  static String checked(String option, String text) {
    if (WHOLE.contains(text)) {
      return text;
    }
    List<String> rules = Fields.of(text, ":");
    for (String rule : rules) {
      int equals = rule.indexOf('=');
      boolean known = equals == 0 || equals > 0 && PARTITIONS.contains(rule.substring(0, equals));
      if (!known || !USES.containsAll(Fields.of(rule.substring(equals + 1), "+"))) {
        throw BadValue.of(option, text, "'" + rule + "' is no rule", "see systemd.image-policy(7)");
      }
    }
    if (rules.isEmpty()) {
      throw BadValue.of(option, text, "there is no rule in it", "see systemd.image-policy(7)");
    }
    return text;
  }
}
