package jbuild.runner.settings;

import java.nio.file.Path;
import java.util.Objects;
import java.util.Optional;
import jbuild.runner.image.disk.ImagePolicy;

/**
 * Where the files of a machine come from.
 *
 * @param path absolute, on the host
 * @param ephemeral whether the machine gets a copy, which is removed at its end
 * @param policy which partitions of a disk are used; the usual ones when empty
 * @param layer a directory that takes what the machine writes; the path itself when empty
 */
public record Source(
    Path path, Kind kind, boolean ephemeral, Optional<ImagePolicy> policy, Optional<Path> layer) {
  /** What lies at the path. */
  public enum Kind {
    DIRECTORY,
    /** A file or block device with a file system, or with partitions that have some. */
    DISK,
    /** What has to become one of the others first: no machine runs from it as it is. */
    ARCHIVE
  }

  public Source {
    Objects.requireNonNull(kind);
    Objects.requireNonNull(policy);
    Objects.requireNonNull(layer);
    if (!path.isAbsolute()) {
      throw new IllegalArgumentException("not absolute: " + path);
    }
  }

  /** Written by the machine itself, unless it gets a copy. */
  public Source(Path path, Kind kind, boolean ephemeral, Optional<ImagePolicy> policy) {
    this(path, kind, ephemeral, policy, Optional.empty());
  }

  /** With the usual policy. */
  public Source(Path path, Kind kind, boolean ephemeral) {
    this(path, kind, ephemeral, Optional.empty());
  }

  public static Source directory(Path path) {
    return new Source(path, Kind.DIRECTORY, false);
  }

  /** The same of a copy, which is the machine's own. */
  public Source copiedTo(Path copy) {
    return new Source(copy, kind, false, policy);
  }

  /** The same, but what is written goes to a directory that is the machine's own. */
  public Source below(Path own) {
    return new Source(path, kind, false, policy, Optional.of(own));
  }

  /** The same of what the path was made into. */
  public Source madeInto(Path other, Kind otherKind, boolean otherEphemeral) {
    return new Source(other, otherKind, otherEphemeral, policy);
  }
}
