package jbuild.runner.settings;

import java.nio.file.Path;
import java.util.Objects;

/**
 * Where the files of a machine come from.
 *
 * @param path absolute, on the host
 * @param ephemeral whether the machine gets a copy, which is removed at its end
 */
public record Source(Path path, Kind kind, boolean ephemeral) {
  /** What lies at the path. */
  public enum Kind {
    DIRECTORY,
    /** A file or block device with a file system, or with partitions that have some. */
    DISK
  }

  public Source {
    Objects.requireNonNull(kind);
    if (!path.isAbsolute()) {
      throw new IllegalArgumentException("not absolute: " + path);
    }
  }

  public static Source directory(Path path) {
    return new Source(path, Kind.DIRECTORY, false);
  }
}
