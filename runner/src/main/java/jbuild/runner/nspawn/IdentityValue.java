package jbuild.runner.nspawn;

import java.nio.charset.StandardCharsets;
import java.util.Optional;
import java.util.UUID;
import jbuild.runner.Numbers;
import jbuild.runner.settings.MachineName;

/** What machines, users and slices are called. */
final class IdentityValue {
  private static final int UUID_DIGITS = 32;
  private static final int LONGEST_USER = 31;
  private static final int LONGEST_UNIT = 255;
  private static final String SLICE = ".slice";

  private IdentityValue() {}

  static Optional<String> hostname(String option, String text) {
    if (!text.isEmpty() && !MachineName.isValid(text)) {
      throw BadValue.of(
          option, text, "it is no host name", "take at most 64 letters, digits, dashes and dots");
    }
    return text.isEmpty() ? Optional.empty() : Optional.of(text);
  }

  static UUID uuid(String option, String text) {
    String digits = text;
    if (text.length() == UUID_DIGITS + 4
        && text.charAt(8) == '-'
        && text.charAt(13) == '-'
        && text.charAt(18) == '-'
        && text.charAt(23) == '-') {
      digits = text.replace("-", "");
    }
    if (digits.length() != UUID_DIGITS || !Numbers.areHexadecimalDigits(digits)) {
      throw BadValue.of(option, text, "it is no machine ID", "write 32 hexadecimal digits");
    }
    UUID uuid =
        new UUID(
            Long.parseUnsignedLong(digits.substring(0, 16), 16),
            Long.parseUnsignedLong(digits.substring(16), 16));
    if (uuid.equals(new UUID(0, 0))) {
      throw BadValue.of(option, text, "nothing but zeros means none", "write another number");
    }
    return uuid;
  }

  /** A name or a number; whether the machine knows it shows inside. */
  static String user(String option, String text) {
    if (!isUser(text)) {
      throw BadValue.of(option, text, "it names no user", "write a user's name or number");
    }
    return text;
  }

  /** A user or group of this host, by name. */
  static String userName(String option, String text) {
    if (Numbers.decimal(text).isPresent()) {
      throw BadValue.of(option, text, "it is a number", "write a name");
    }
    return user(option, text);
  }

  static boolean isUser(String text) {
    if (text.isEmpty() || text.length() > LONGEST_USER || text.equals(".") || text.equals("..")) {
      return false;
    }
    for (int i = 0; i < text.length(); i++) {
      char c = text.charAt(i);
      boolean plain = c >= 'a' && c <= 'z' || c >= 'A' && c <= 'Z' || c == '_';
      boolean inside = c >= '0' && c <= '9' || i > 0 && (c == '-' || c == '.' || c == '$');
      if (!plain && !inside) {
        return false;
      }
    }
    return true;
  }

  /** As systemd.slice(5) wants it: with its ending, and unusual characters escaped. */
  static String slice(String option, String text) {
    StringBuilder name = new StringBuilder();
    for (byte b : text.getBytes(StandardCharsets.UTF_8)) {
      char c = (char) (b & 0xff);
      if (c == '/') {
        name.append('-');
      } else if (c < 127 && (Character.isLetterOrDigit(c) || ":-_.\\".indexOf(c) >= 0)) {
        name.append(c);
      } else {
        name.append(String.format("\\x%02x", (int) c));
      }
    }
    String stem =
        text.endsWith(SLICE) ? name.substring(0, name.length() - SLICE.length()) : name.toString();
    boolean dashes = stem.startsWith("-") || stem.endsWith("-") || stem.contains("--");
    if (stem.isEmpty() || dashes && !stem.equals("-") || stem.length() > LONGEST_UNIT - 6) {
      throw BadValue.of(option, text, "it names no slice", "write machine.slice for example");
    }
    return stem + SLICE;
  }
}
