package jbuild.runner.settings;

/** A host name of at most 64 characters: it becomes a file name, a cgroup and a link's name. */
public record MachineName(String value) {
  private static final int LONGEST = 64;

  public MachineName {
    if (!isValid(value)) {
      throw new IllegalArgumentException("not a machine name: " + value);
    }
  }

  public static boolean isValid(String value) {
    return !value.isEmpty() && value.length() <= LONGEST && cleaned(value).equals(value);
  }

  /** The name that a file name suggests: what no host name may have is left out. */
  public static MachineName from(String fileName) {
    String name = cleaned(fileName);
    return new MachineName(name.isEmpty() ? "machine" : name);
  }

  /** Letters and digits, with single dots between them, and with dashes that are beside no dot. */
  private static String cleaned(String text) {
    StringBuilder name = new StringBuilder();
    char before = '.';
    for (int i = 0; i < text.length() && name.length() < LONGEST; i++) {
      char c = text.charAt(i);
      boolean dotFits = c == '.' && before != '.' && before != '-';
      boolean dashFits = c == '-' && before != '.';
      if (isPlain(c) || dotFits || dashFits) {
        name.append(c);
        before = c;
      }
    }
    while (name.length() > 0 && !isPlain(name.charAt(name.length() - 1))) {
      name.setLength(name.length() - 1);
    }
    return name.toString();
  }

  private static boolean isPlain(char c) {
    return c >= 'a' && c <= 'z' || c >= 'A' && c <= 'Z' || c >= '0' && c <= '9';
  }

  @Override
  public String toString() {
    return value;
  }
}
