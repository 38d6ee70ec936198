package jbuild.builder.base;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import jbuild.builder.text.Unwritable;
import jbuild.runner.Failure;
import jbuild.runner.image.LockFile;
import jbuild.runner.image.Trees;

/**
 * The place in the cache of an image that a recipe describes and others build on.
 *
 * @param directory an output directory of its own
 */
public record KeptBase(Path directory) {
  private static final String LOCK = ".lock";

  /** A file of its own: whoever locks an image changes the time of its directory. */
  private static final String MADE = ".made";

  private static final int KEY = 16;

  /** Systems get updates, too. */
  private static final Duration FRESH = Duration.ofDays(30);

  /**
   * Of an image.
   *
   * @param key stands for all that it depends on
   */
  public static KeptBase of(Path cache, String image, String key) {
    return new KeptBase(cache.resolve("bases").resolve(image + "-" + key.substring(0, KEY)));
  }

  /** Whether it may be used for another build. */
  public boolean isFresh() {
    try {
      Instant made = Files.getLastModifiedTime(directory.resolve(MADE)).toInstant();
      return made.isAfter(Instant.now().minus(FRESH));
    } catch (IOException e) {
      return false;
    }
  }

  /** Why it is to be built. */
  public String reason() {
    if (Files.exists(directory)) {
      return isFresh() || !Files.exists(directory.resolve(MADE))
          ? "the last build did not end"
          : "older than " + FRESH.toDays() + " days";
    }
    String name = directory.getFileName().toString();
    String image = name.substring(0, name.length() - KEY);
    try (Stream<Path> others = Files.list(directory.getParent())) {
      boolean changed =
          others
              .map(path -> path.getFileName().toString())
              .anyMatch(other -> other.length() == name.length() && other.startsWith(image));
      return changed ? "it has changed" : "it was not built yet";
    } catch (IOException e) {
      return "it was not built yet";
    }
  }

  /** Keeps others from building or removing it meanwhile. */
  public LockFile lock() {
    try {
      Path bases = directory.getParent();
      if (!Files.isDirectory(bases)) {
        Files.createDirectories(bases.getParent());
        // For the owner only: the trees have set-uid programs.
        Files.createDirectories(
            bases,
            PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rwx------")));
      }
    } catch (IOException e) {
      throw unwritable(e);
    }
    return LockFile.await(lockFile());
  }

  private Path lockFile() {
    return directory.resolveSibling(directory.getFileName() + LOCK);
  }

  /** Removes this one, which is locked, when it is too old, and all others that are. */
  public void sweep() {
    try (Stream<Path> all = Files.list(directory.getParent())) {
      List<KeptBase> old = all.filter(path -> Files.isDirectory(path)).map(KeptBase::new).toList();
      for (KeptBase base : old) {
        if (!base.isFresh()) {
          base.remove(base.directory.equals(directory));
        }
      }
    } catch (IOException e) {
      throw unwritable(e);
    }
  }

  @SuppressWarnings("try") // The lock is held, not used.
  private void remove(boolean isLocked) {
    if (isLocked) {
      Trees.remove(directory);
      return;
    }
    try (LockFile lock = LockFile.take(lockFile(), false)) {
      // Somebody may have built it before the lock was ours, or removed it.
      if (!isFresh() && Files.exists(directory)) {
        Trees.remove(directory);
      }
    } catch (LockFile.Taken taken) {
      // Somebody builds it.
      return;
    }
  }

  /** Notes when it was made. */
  public void made() {
    try {
      Files.write(directory.resolve(MADE), new byte[0]);
    } catch (IOException e) {
      throw unwritable(e);
    }
  }

  /** The tree of the image, when it is there. */
  public Optional<Path> tree(String image) {
    return Optional.of(directory.resolve(image)).filter(Files::isDirectory);
  }

  private Failure unwritable(IOException cause) {
    return Unwritable.inCache(directory, cause);
  }
}
