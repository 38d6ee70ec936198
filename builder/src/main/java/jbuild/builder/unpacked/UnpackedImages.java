package jbuild.builder.unpacked;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.FileTime;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Clock;
import java.util.List;
import java.util.function.Consumer;
import jbuild.runner.ExitStatus;
import jbuild.runner.Failure;
import jbuild.runner.Reasons;
import jbuild.runner.image.DiskUsage;
import jbuild.runner.image.Trees;
import jbuild.runner.linux.BytePath;
import jbuild.runner.linux.Contents;
import jbuild.runner.linux.Descriptors;
import jbuild.runner.linux.Fd;
import jbuild.runner.linux.FileStatus;
import jbuild.runner.linux.Locks;
import jbuild.runner.linux.Sync;

/**
 * Images that were made of archives, each once: they stay in the cache until nobody has used them
 * for long, or others need the room. What is there is complete.
 */
public final class UnpackedImages {
  static final String LOCK = ".lock";
  static final String UNFINISHED = ".new";

  private static final long AS_LOCK =
      Descriptors.O_RDWR | Descriptors.O_CREAT | Descriptors.O_NOCTTY;
  private static final String DIRECTORY = "unpacked";

  private final Path images;
  private final Clock clock;
  private final Consumer<String> notices;

  /**
   * Those in jbuild's cache.
   *
   * @param notices gets a line for what takes long, and for everything that is left out
   */
  public UnpackedImages(Path cache, Consumer<String> notices) {
    this(cache, Clock.systemUTC(), notices);
  }

  UnpackedImages(Path cache, Clock clock, Consumer<String> notices) {
    this.images = cache.resolve(DIRECTORY);
    this.clock = clock;
    this.notices = notices;
  }

  /** The image; others who want the same one wait until it is there. */
  public Unpacked open(Path source, ForeignFormat format) {
    try {
      makeDirectory();
      String key = SourceKey.of(source, format);
      boolean isDisk = format == ForeignFormat.QCOW2;
      Path image = images.resolve(key).resolve(isDisk ? "disk.raw" : "tree");
      while (true) {
        Fd lock = lock(images.resolve(key + LOCK));
        if (Files.exists(image)) {
          Files.setLastModifiedTime(images.resolve(key + LOCK), FileTime.from(clock.instant()));
          return new Unpacked(image, isDisk, lock);
        }
        make(source, format, key, lock);
        lock.close();
      }
    } catch (IOException e) {
      throw new Failure(
          ExitStatus.FAILED,
          "cannot unpack " + source,
          Reasons.of(e),
          "see that it can be read, and that there is room in " + images,
          List.of(),
          e);
    }
  }

  private void makeDirectory() throws IOException {
    if (!Files.isDirectory(images)) {
      Files.createDirectories(images.getParent());
      // For the owner only: the trees have set-uid programs of other systems.
      Files.createDirectories(
          images,
          PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rwx------")));
    }
  }

  /** Shared, of a file that is there: who waited for a removal has the lock of what is gone. */
  private static Fd lock(Path file) {
    while (true) {
      Fd lock = Descriptors.onHost(BytePath.of(file.toString()), AS_LOCK);
      Locks.shared(lock);
      if (FileStatus.of(lock).links() > 0) {
        return lock;
      }
      lock.close();
    }
  }

  /** Whoever comes first makes it; the others find it when they have the lock. */
  private void make(Path source, ForeignFormat format, String key, Fd lock) throws IOException {
    Locks.exclusive(lock);
    Path image = images.resolve(key);
    if (FileStatus.of(lock).links() == 0 || Files.exists(image)) {
      return;
    }
    notices.accept("unpacking " + source + " (kept for the next time)");
    Path aside = images.resolve(key + UNFINISHED);
    if (Files.exists(aside)) {
      Trees.remove(aside);
    }
    Files.createDirectory(aside);
    try {
      format.make(source, aside, notices);
      try (Fd made = Descriptors.onHost(BytePath.of(aside.toString()), Descriptors.O_RDONLY)) {
        Sync.fileSystem(made);
      }
      Contents.write(lock, (DiskUsage.of(aside) + "\n").getBytes(StandardCharsets.US_ASCII));
    } catch (RuntimeException | IOException | Error e) {
      Trees.remove(aside);
      throw e;
    }
    Files.move(aside, image, StandardCopyOption.ATOMIC_MOVE);
    new Pruning(images, clock.instant()).run();
  }
}
