package jbuild.runner.nspawn;

/** Address families of sockets: AF_UNIX AF_INET, with ~ before them all but these, or none. */
final class AddressFamilies {
  private static final String PREFIX = "AF_";

  private AddressFamilies() {}

  static String checked(String option, String text) {
    if (text.equals("none")) {
      return text;
    }
    String list = text.startsWith("~") ? text.substring(1) : text;
    for (String name : Fields.of(list, " \t")) {
      if (!isName(name)) {
        throw BadValue.of(
            option, text, "'" + name + "' is no address family", "write AF_UNIX for example");
      }
    }
    return text;
  }

  private static boolean isName(String text) {
    for (int i = PREFIX.length(); i < text.length(); i++) {
      char c = text.charAt(i);
      if ((c < 'A' || c > 'Z') && (c < '0' || c > '9') && c != '_') {
        return false;
      }
    }
    return text.startsWith(PREFIX) && text.length() > PREFIX.length();
  }
}
