package jbuild.runner.image.pool;

import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Optional;
import jbuild.runner.linux.BytePath;
import jbuild.runner.linux.Contents;
import jbuild.runner.linux.Descriptors;
import jbuild.runner.linux.Fd;
import jbuild.runner.linux.FileStatus;

/**
 * Where a directory's pool is: in a file beside it that has its name and .raw, as older versions of
 * systemd had one for /var/lib/machines.
 */
public record PoolFile(Path directory) {
  private static final String SUFFIX = ".raw";
  private static final int MAGIC_AT = 65536 + 64;
  private static final byte[] MAGIC = "_BHRfS_M".getBytes(StandardCharsets.US_ASCII);

  public PoolFile {
    directory = directory.toAbsolutePath().normalize();
    if (directory.getParent() == null) {
      throw new IllegalArgumentException("nothing can be beside " + directory);
    }
  }

  /** The one that is in the file. */
  public static PoolFile in(Path file) {
    String name = file.getFileName().toString();
    if (!name.endsWith(SUFFIX)) {
      throw new IllegalArgumentException("not a pool: " + file);
    }
    return new PoolFile(file.resolveSibling(name.substring(0, name.length() - SUFFIX.length())));
  }

  public Path file() {
    return directory.resolveSibling(directory.getFileName() + SUFFIX);
  }

  /** Whether there is one: a file that holds a btrfs. */
  public boolean exists() {
    if (!Files.isRegularFile(file())) {
      return false;
    }
    try (Fd file = Descriptors.onHost(path(file()), Descriptors.O_RDONLY)) {
      byte[] mark = new byte[MAGIC.length];
      Contents.seek(file, MAGIC_AT);
      return Contents.read(file, mark, mark.length) == mark.length && Arrays.equals(mark, MAGIC);
    }
  }

  /** Whether something is mounted on the directory, as this thread sees it. */
  public boolean isShown() {
    if (!Files.isDirectory(directory)) {
      return false;
    }
    try (Fd place = Descriptors.onHost(path(directory))) {
      return FileStatus.isMounted(place);
    }
  }

  /** The pool that this thread sees at one of the directories above the path, if any is. */
  public static Optional<PoolFile> holding(Path path) {
    Path directory = path.toAbsolutePath().normalize();
    while (directory.getParent() != null) {
      PoolFile pool = new PoolFile(directory);
      if (Files.exists(pool.file()) && pool.isShown() && pool.exists()) {
        return Optional.of(pool);
      }
      directory = directory.getParent();
    }
    return Optional.empty();
  }

  static BytePath path(Path path) {
    return BytePath.of(path.toString());
  }
}
