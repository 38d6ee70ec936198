package jbuild.runner.image;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import jbuild.runner.Booleans;
import jbuild.runner.ExitStatus;
import jbuild.runner.Failure;
import jbuild.runner.Reasons;
import jbuild.runner.linux.BytePath;
import jbuild.runner.linux.Descriptors;
import jbuild.runner.linux.Errno;
import jbuild.runner.linux.Fd;
import jbuild.runner.linux.FileStatus;
import jbuild.runner.linux.SyscallFailure;

/**
 * Keeps other machines out of a tree or disk image that one writes to: those of jbuild, and those
 * of systemd-nspawn, whose lock files and kind of lock these are. It ends with this process.
 *
 * <p>There are two files: one beside the image, which also those see who share the file system, and
 * one in /run, which holds under all names of the image.
 */
public final class ImageLock implements AutoCloseable {
  private static final Path OF_HOST = Path.of("/run/systemd/nspawn/locks");

  private final List<LockFile> files;

  private ImageLock(List<LockFile> files) {
    this.files = List.copyOf(files);
  }

  /** Of nothing: where there is nothing to keep others out of. */
  public static ImageLock none() {
    return new ImageLock(List.of());
  }

  /** For a machine that writes: fails when any other uses the image. */
  public static ImageLock exclusive(Path image) {
    return of(image, false);
  }

  /** For machines that cannot write: they share an image. */
  public static ImageLock shared(Path image) {
    return of(image, true);
  }

  /**
   * Keeps everybody else from giving the name to an image meanwhile.
   *
   * @param name a file name
   */
  public static ImageLock ofName(String name) {
    try {
      return new ImageLock(List.of(LockFile.take(makeDirectory().resolve("name-" + name), false)));
    } catch (LockFile.Taken taken) {
      throw new Failure(
          ExitStatus.FAILED,
          "cannot use the name " + name,
          "somebody else is making an image of that name",
          "wait until that is done, then look at the image");
    } catch (IOException e) {
      throw unlockable("the name " + name, e);
    }
  }

  /** The lock of machines that cannot write, if none that can uses the image; does not wait. */
  public static Optional<ImageLock> trySharing(Path image) {
    return tryTaking(image, true);
  }

  /** The lock of whoever writes, if nobody uses the image; does not wait. */
  public static Optional<ImageLock> tryExclusive(Path image) {
    return tryTaking(image, false);
  }

  private static Optional<ImageLock> tryTaking(Path image, boolean shared) {
    try {
      return Optional.of(take(image, shared));
    } catch (LockFile.Taken taken) {
      return Optional.empty();
    }
  }

  /**
   * For somebody who reads the image to its end, while a machine may write to it: nobody removes,
   * renames or replaces it meanwhile. Who has no right to locks has none to remove images either.
   */
  public static ImageLock ofReader(Path image) {
    try {
      return ofReading(image, true);
    } catch (SyscallFailure failure) {
      return switch (failure.errno()) {
        case Errno.EROFS, Errno.EACCES, Errno.EPERM -> none();
        default -> throw failure;
      };
    } catch (IOException e) {
      return none();
    }
  }

  /** For somebody who takes the image away from where it is: fails while others read it. */
  public static ImageLock ofRemover(Path image) {
    try {
      return ofReading(image, false);
    } catch (IOException e) {
      throw unlockable(image.toString(), e);
    }
  }

  private static ImageLock ofReading(Path image, boolean shared) throws IOException {
    if (isOff(System.getenv("SYSTEMD_NSPAWN_LOCK"))) {
      return none();
    }
    try {
      Path file = makeDirectory().resolve("reading-" + nameInRun(image.toRealPath()));
      return new ImageLock(List.of(LockFile.take(file, shared)));
    } catch (LockFile.Taken taken) {
      throw new Failure(
          ExitStatus.FAILED,
          "cannot use " + image,
          shared ? "somebody is removing or renaming it" : "somebody is copying it",
          "wait until that is done, then look at the image");
    }
  }

  private static ImageLock of(Path image, boolean shared) {
    try {
      return take(image, shared);
    } catch (LockFile.Taken taken) {
      throw new Failure(
          ExitStatus.FAILED,
          "cannot use " + image,
          "Directory tree " + image + " is currently busy.",
          "end the machine that uses it, or add --ephemeral; with --read-only in both they share"
              + " it");
    }
  }

  private static ImageLock take(Path image, boolean shared) throws LockFile.Taken {
    if (isOff(System.getenv("SYSTEMD_NSPAWN_LOCK"))) {
      return new ImageLock(List.of());
    }
    List<LockFile> files = new ArrayList<>();
    try {
      Path place = image.toRealPath();
      Optional<LockFile> besides = besides(place, shared);
      if (besides.isPresent()) {
        files.add(besides.get());
      }
      files.add(LockFile.take(makeDirectory().resolve(nameInRun(place)), shared));
      return new ImageLock(files);
    } catch (LockFile.Taken taken) {
      close(files);
      throw taken;
    } catch (IOException e) {
      close(files);
      throw unlockable(image.toString(), e);
    } catch (Failure failure) {
      close(files);
      throw failure;
    }
  }

  private static Failure unlockable(String what, IOException e) {
    return new Failure(
        ExitStatus.HOST_CANNOT,
        "cannot lock " + what,
        Reasons.of(e),
        "run as root; " + OF_HOST + " must be writable",
        List.of(),
        e);
  }

  /**
   * Whether the value of SYSTEMD_NSPAWN_LOCK, which may be missing, says that nothing is locked.
   */
  static boolean isOff(String value) {
    return value != null && !Booleans.find(value).orElse(true);
  }

  /** The one in /run is enough where the directory of the image cannot be written. */
  private static Optional<LockFile> besides(Path place, boolean shared) throws LockFile.Taken {
    if (place.getParent() == null || place.startsWith("/dev")) {
      return Optional.empty();
    }
    try {
      return Optional.of(LockFile.take(fileBeside(place), shared));
    } catch (SyscallFailure failure) {
      return switch (failure.errno()) {
        case Errno.EROFS, Errno.EACCES, Errno.EPERM -> Optional.empty();
        default -> throw failure;
      };
    }
  }

  /** The file beside an image; whoever is killed leaves it there. */
  public static Path fileBeside(Path image) {
    return image.resolveSibling(".#" + image.getFileName() + ".lck");
  }

  private static String nameInRun(Path place) {
    try (Fd file = Descriptors.onHost(BytePath.of(place.toString()))) {
      FileStatus status = FileStatus.of(file);
      return switch (status.type()) {
        case BLOCK_DEVICE -> "block-" + status.special().major() + ":" + status.special().minor();
        case DIRECTORY, REGULAR -> "inode-" + status.device().number() + ":" + status.inode();
        default ->
            throw new Failure(
                ExitStatus.FAILED,
                "cannot use " + place,
                "it is " + status.type(),
                "name a directory, a disk image or a block device");
      };
    }
  }

  private static Path makeDirectory() throws IOException {
    if (!Files.isDirectory(OF_HOST)) {
      Files.createDirectories(OF_HOST.getParent());
      Files.createDirectories(
          OF_HOST,
          PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rwx------")));
    }
    return OF_HOST;
  }

  @Override
  public void close() {
    close(files);
  }

  private static void close(List<LockFile> files) {
    for (LockFile file : files) {
      file.close();
    }
  }
}
