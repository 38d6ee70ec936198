package jbuild.runner.scope;

import java.nio.charset.StandardCharsets;

/** Names of units; see "String Escaping for Inclusion in Unit Names" in systemd.unit(5). */
final class UnitName {
  private UnitName() {}

  static String ofScope(String machine) {
    return "machine-" + escaped(machine) + ".scope";
  }

  private static String escaped(String text) {
    StringBuilder name = new StringBuilder();
    for (byte b : text.getBytes(StandardCharsets.UTF_8)) {
      char c = (char) (b & 0xff);
      boolean hidden = c == '.' && name.isEmpty();
      boolean plain = c < 127 && (Character.isLetterOrDigit(c) || ":_.".indexOf(c) >= 0);
      if (plain && !hidden) {
        name.append(c);
      } else {
        String hex = Integer.toHexString(c);
        name.append("\\x").append(hex.length() < 2 ? "0" : "").append(hex);
      }
    }
    return name.toString();
  }
}
