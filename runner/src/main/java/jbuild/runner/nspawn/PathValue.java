package jbuild.runner.nspawn;

import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;

/** Paths that follow options. */
final class PathValue {
  private static final List<String> KERNEL_INTERFACES = List.of("/proc", "/sys", "/dev");
  private static final int LONGEST = 4095;

  private PathValue() {}

  /** On the host, found from here; nothing when the text is empty, as systemd-nspawn has it. */
  static Optional<Path> onHost(String option, String text) {
    return text.isEmpty() ? Optional.empty() : Optional.of(required(option, text));
  }

  static Path required(String option, String text) {
    if (text.isEmpty() || text.length() > LONGEST) {
      throw BadValue.of(option, text, "it is no path", "name a file or a directory");
    }
    try {
      Path path = Path.of(text).toAbsolutePath();
      // Behind a link the parent is not what the text says.
      return text.contains("..") ? path : path.normalize();
    } catch (InvalidPathException e) {
      throw BadValue.of(option, text, "it is no path: " + e.getReason(), "name a file");
    }
  }

  /** Inside, beginning at the machine's root. */
  static String inside(String option, String text) {
    return inside(option, text, text);
  }

  /**
   * @param path the part of the text that has to be a path
   */
  static String inside(String option, String text, String path) {
    if (!path.startsWith("/") || path.length() > LONGEST) {
      throw BadValue.of(
          option, text, "'" + path + "' does not begin at the machine's root", "begin it with /");
    }
    return path;
  }

  /** A directory inside to be in; what the kernel shows of itself is none. */
  static String workingDirectory(String option, String text) {
    inside(option, text);
    for (String name : text.split("/")) {
      if (name.equals("..") || name.equals(".")) {
        throw BadValue.of(option, text, "it goes back with " + name, "write the path without it");
      }
    }
    for (String kernel : KERNEL_INTERFACES) {
      if (text.equals(kernel) || text.startsWith(kernel + "/")) {
        throw BadValue.of(
            option, text, kernel + " is the kernel's, no place to be", "name another directory");
      }
    }
    return text;
  }
}
