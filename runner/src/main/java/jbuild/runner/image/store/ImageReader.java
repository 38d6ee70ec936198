package jbuild.runner.image.store;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.Optional;
import java.util.OptionalLong;
import jbuild.runner.image.Image;
import jbuild.runner.linux.Btrfs;
import jbuild.runner.linux.BytePath;
import jbuild.runner.linux.Contents;
import jbuild.runner.linux.Descriptors;
import jbuild.runner.linux.Fd;
import jbuild.runner.linux.FileStatus;

/** Looks at images: links are followed, for an image may be one to somewhere else. */
final class ImageReader {
  private static final int BLOCK = 512;
  private static final long LOOK =
      Descriptors.O_RDONLY | Descriptors.O_NONBLOCK | Descriptors.O_NOCTTY;

  private final Path vendor;

  /** What is below the vendor's directory is nobody's to change. */
  ImageReader(Path vendor) {
    this.vendor = vendor;
  }

  StoredImage read(ImageName name, Image image) {
    Path path = image.path();
    try (Fd place = Descriptors.onHost(BytePath.of(path.toString()))) {
      FileStatus status = FileStatus.of(place);
      boolean fixed =
          path.startsWith(vendor) || isOnReadOnlyFileSystem(path) || WriteProtection.isOn(place);
      if (image instanceof Image.Layers) {
        return new StoredImage(
            name, ImageType.MSTACK, path, fixed, created(place), Optional.empty(), Space.UNKNOWN);
      }
      return switch (status.type()) {
        case DIRECTORY -> tree(name, path, place, fixed);
        case BLOCK_DEVICE -> block(name, path, place, fixed);
        default -> raw(name, path, place, status, fixed);
      };
    }
  }

  private StoredImage tree(ImageName name, Path path, Fd place, boolean fixed) {
    if (Btrfs.isSubvolume(place)) {
      Btrfs.Times times = Btrfs.times(place);
      return new StoredImage(
          name,
          ImageType.SUBVOLUME,
          path,
          fixed,
          Optional.of(times.created()),
          Optional.of(times.changed()),
          Space.counted(path));
    }
    boolean isHost = path.getParent() == null;
    return new StoredImage(
        name,
        ImageType.DIRECTORY,
        path,
        fixed,
        created(place),
        Optional.empty(),
        isHost ? Space.UNKNOWN : Space.counted(path));
  }

  private static StoredImage raw(
      ImageName name, Path path, Fd place, FileStatus status, boolean fixed) {
    Space space =
        Space.of(OptionalLong.of(status.blocks() * BLOCK), OptionalLong.of(status.size()));
    return new StoredImage(
        name,
        ImageType.RAW,
        path,
        fixed,
        created(place),
        Optional.of(Instant.ofEpochSecond(status.seconds(), status.nanoseconds())),
        space);
  }

  private static StoredImage block(ImageName name, Path path, Fd place, boolean fixed) {
    try (Fd device = Descriptors.reopen(place, LOOK)) {
      OptionalLong size = OptionalLong.of(Contents.end(device));
      return new StoredImage(
          name,
          ImageType.BLOCK,
          path,
          fixed,
          Optional.empty(),
          Optional.empty(),
          Space.of(size, size));
    }
  }

  /** Some file systems say 1970 when they do not know. */
  private static Optional<Instant> created(Fd place) {
    return FileStatus.created(place).filter(time -> time.getEpochSecond() > 0);
  }

  private static boolean isOnReadOnlyFileSystem(Path path) {
    try {
      return Files.getFileStore(path).isReadOnly();
    } catch (IOException e) {
      // Only mounts of other namespaces cannot be found: who can open the file may well write it.
      return false;
    }
  }
}
