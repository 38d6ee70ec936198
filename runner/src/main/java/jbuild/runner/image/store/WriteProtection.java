package jbuild.runner.image.store;

import java.nio.file.Path;
import jbuild.runner.ExitStatus;
import jbuild.runner.Failure;
import jbuild.runner.linux.Attributes;
import jbuild.runner.linux.BlockDevices;
import jbuild.runner.linux.Btrfs;
import jbuild.runner.linux.BytePath;
import jbuild.runner.linux.Descriptors;
import jbuild.runner.linux.Fd;
import jbuild.runner.linux.FileFlags;
import jbuild.runner.linux.FileStatus;

/** What says of an image that it is not to be written, for each type in its own way. */
public final class WriteProtection {
  private static final int READ_BITS = 0444;
  private static final int WRITE_BITS = 0222;
  private static final int OWNER_WRITES = 0200;
  private static final long USE =
      Descriptors.O_RDONLY | Descriptors.O_NONBLOCK | Descriptors.O_NOCTTY;

  private WriteProtection() {}

  /** Whether the image is marked; links on the way to it are followed. */
  public static boolean isOn(Path image) {
    try (Fd place = Descriptors.onHost(BytePath.of(image.toString()))) {
      return isOn(place);
    }
  }

  static boolean isOn(Fd place) {
    FileStatus status = FileStatus.of(place);
    if (!status.isDirectory() && (status.mode() & WRITE_BITS) == 0) {
      return true;
    }
    if (status.isRegular()) {
      return false;
    }
    try (Fd file = Descriptors.reopen(place, USE)) {
      if (!status.isDirectory()) {
        return BlockDevices.isReadOnly(file);
      }
      return Btrfs.isSubvolume(file) ? Btrfs.isReadOnly(file) : FileFlags.of(file).isImmutable();
    }
  }

  /** Forbids to write, or allows it again. */
  static void set(ImageType type, Path path, boolean readOnly) {
    try (Fd file = Descriptors.onHost(BytePath.of(path.toString()), USE)) {
      switch (type) {
        case SUBVOLUME -> Btrfs.setReadOnly(file, readOnly);
        case RAW -> {
          int mode = FileStatus.of(file).mode() & READ_BITS;
          Attributes.setMode(file, readOnly ? mode : mode | OWNER_WRITES);
        }
        case BLOCK -> BlockDevices.setReadOnly(file, readOnly);
        case DIRECTORY, MSTACK -> directory(file, readOnly);
      }
    }
  }

  /** Its mode would change what the machine sees; this flag only keeps the topmost names. */
  private static void directory(Fd directory, boolean readOnly) {
    FileFlags flags = FileFlags.of(directory);
    FileFlags wanted = readOnly ? flags.immutable() : flags.unprotected();
    if (wanted.equals(flags)) {
      return;
    }
    wanted.apply(directory);
    if (!FileFlags.of(directory).equals(wanted)) {
      throw new Failure(
          ExitStatus.HOST_CANNOT,
          "cannot protect " + directory.name(),
          "its file system has no flag for files that nobody may change",
          "keep images on ext4, xfs or btrfs, or start the machine with --read-only");
    }
  }

  /** Whether a tree was protected; it can be moved and removed afterwards. */
  static boolean end(Path tree) {
    try (Fd file = Descriptors.onHost(BytePath.of(tree.toString()), USE | Descriptors.O_NOFOLLOW)) {
      if (Btrfs.isSubvolume(file) && Btrfs.isReadOnly(file)) {
        Btrfs.setReadOnly(file, false);
        return true;
      }
      FileFlags flags = FileFlags.of(file);
      if (flags.isProtected()) {
        flags.unprotected().apply(file);
      }
      return flags.isProtected();
    }
  }
}
