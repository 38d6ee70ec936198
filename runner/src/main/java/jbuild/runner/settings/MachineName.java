package jbuild.runner.settings;

import java.util.regex.Pattern;

/** A host name of at most 64 characters: it becomes a file name, a cgroup and a link's name. */
public record MachineName(String value) {
  private static final int LONGEST = 64;
  private static final Pattern LABELS =
      Pattern.compile(
          "[a-zA-Z0-9]([a-zA-Z0-9_-]*[a-zA-Z0-9])?(\\.[a-zA-Z0-9]([a-zA-Z0-9_-]*[a-zA-Z0-9])?)*");

  public MachineName {
    if (!isValid(value)) {
      throw new IllegalArgumentException("not a machine name: " + value);
    }
  }

  public static boolean isValid(String value) {
    return value.length() <= LONGEST && LABELS.matcher(value).matches();
  }

  /** The name that a file name suggests: what no host name may have is left out. */
  public static MachineName from(String fileName) {
    String name = fileName.replaceAll("[^a-zA-Z0-9_.-]", "").replaceAll("^[-_.]+", "");
    name = name.substring(0, Math.min(name.length(), LONGEST)).replaceAll("[-_.]+$", "");
    name = name.replaceAll("[-_]*\\.[-_.]*", ".");
    return new MachineName(name.isEmpty() ? "machine" : name);
  }

  @Override
  public String toString() {
    return value;
  }
}
