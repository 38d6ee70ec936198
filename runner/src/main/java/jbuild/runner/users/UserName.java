package jbuild.runner.users;

/** Names of users and groups that every program takes: systemd's strict rules for them. */
final class UserName {
  private static final int LONGEST = 31;

  private UserName() {}

  static boolean isValid(String name) {
    if (name.isEmpty() || name.length() > LONGEST || !isStart(name.charAt(0))) {
      return false;
    }
    for (int i = 1; i < name.length(); i++) {
      char c = name.charAt(i);
      if (!isStart(c) && !(c >= '0' && c <= '9') && c != '-') {
        return false;
      }
    }
    return true;
  }

  private static boolean isStart(char c) {
    return c >= 'a' && c <= 'z' || c >= 'A' && c <= 'Z' || c == '_';
  }
}
