package jbuild.builder.base;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import jbuild.runner.ExitStatus;
import jbuild.runner.Failure;
import jbuild.runner.Reasons;
import jbuild.runner.image.Trees;
import jbuild.runner.linux.BytePath;
import jbuild.runner.linux.Descriptors;
import jbuild.runner.linux.Fd;
import jbuild.runner.linux.Locks;

/**
 * The place in the cache of an image that a recipe describes and others build on.
 *
 * @param directory an output directory of its own
 */
public record KeptBase(Path directory) {
  private static final String LOCK = ".lock";
  private static final int KEY = 16;
  private static final long AS_LOCK =
      Descriptors.O_RDWR | Descriptors.O_CREAT | Descriptors.O_NOCTTY;

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
      Instant made = Files.getLastModifiedTime(directory).toInstant();
      return made.isAfter(Instant.now().minus(FRESH));
    } catch (IOException e) {
      return false;
    }
  }

  /** Why it is to be built. */
  public String reason() {
    if (Files.exists(directory)) {
      return isFresh() ? "the last build did not end" : "older than " + FRESH.toDays() + " days";
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
  public Fd lock() {
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
    Fd lock = Descriptors.onHost(BytePath.of(directory + LOCK), AS_LOCK);
    Locks.exclusive(lock);
    return lock;
  }

  /** Removes this one, when it is too old, and all that nobody has wanted for as long. */
  public void sweep() {
    try (Stream<Path> all = Files.list(directory.getParent())) {
      List<KeptBase> old = all.filter(path -> Files.isDirectory(path)).map(KeptBase::new).toList();
      for (KeptBase base : old) {
        if (!base.isFresh()) {
          base.remove(base.equals(this));
        }
      }
    } catch (IOException e) {
      throw unwritable(e);
    }
  }

  private void remove(boolean isLocked) throws IOException {
    if (isLocked) {
      Trees.remove(directory);
      return;
    }
    try (Fd lock = Descriptors.onHost(BytePath.of(directory + LOCK), AS_LOCK)) {
      if (Locks.tryExclusive(lock)) {
        Trees.remove(directory);
        Files.deleteIfExists(Path.of(directory + LOCK));
      }
    }
  }

  /** Notes when it was made. */
  public void made() {
    try {
      Files.setLastModifiedTime(directory, FileTime.from(Instant.now()));
    } catch (IOException e) {
      throw unwritable(e);
    }
  }

  /** The tree of the image, when it is there. */
  public Optional<Path> tree(String image) {
    return Optional.of(directory.resolve(image)).filter(Files::isDirectory);
  }

  private Failure unwritable(IOException cause) {
    return new Failure(
        ExitStatus.FAILED,
        "cannot write " + directory,
        Reasons.of(cause),
        "free some space there, or set JBUILD_CACHE to a directory with more",
        List.of(),
        cause);
  }
}
