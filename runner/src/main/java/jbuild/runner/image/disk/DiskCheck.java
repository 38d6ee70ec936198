package jbuild.runner.image.disk;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.Optional;
import java.util.OptionalLong;
import jbuild.runner.linux.Fd;

/** What the first bytes of a file, and its size, tell of whether it is a whole disk image. */
public final class DiskCheck {
  private static final int TAR_MARK_AT = 257;
  private static final String TAR_MARK = "ustar";

  private DiskCheck() {}

  /** Fails when no machine could start from it: it is empty, something else, or cut off. */
  public static void check(Fd file) {
    check(DiskPart.whole(file));
  }

  static void check(DiskBytes disk) {
    if (disk.size() == 0) {
      throw new DiskFailure(disk.name(), "it is empty", "get the file again");
    }
    Optional<FileSystemKind> whole = FileSystemKind.of(disk);
    if (whole.isPresent()) {
      checkSize(disk, whole.get());
    } else if (PartitionTable.of(disk, System.getProperty("os.arch")).isEmpty()) {
      throw isTar(disk)
          ? new DiskFailure(disk.name(), "it is a tar archive", "import it with import-tar")
          : new DiskFailure(
              disk.name(),
              "it has neither a partition table nor a file system that is known here",
              "name an image with GPT, MBR or one of ext4, btrfs, xfs, squashfs, erofs");
    }
  }

  private static void checkSize(DiskBytes disk, FileSystemKind kind) {
    OptionalLong said = kind.size(disk);
    if (said.isPresent() && (said.getAsLong() < 0 || said.getAsLong() > disk.size())) {
      throw new DiskFailure(
          disk.name(),
          "it ends after %d bytes, but its %s has %s"
              .formatted(disk.size(), kind.word(), Long.toUnsignedString(said.getAsLong())),
          "get the file again: its end is missing");
    }
  }

  private static boolean isTar(DiskBytes disk) {
    ByteBuffer mark = disk.read(TAR_MARK_AT, TAR_MARK.length());
    return new String(mark.array(), StandardCharsets.ISO_8859_1).equals(TAR_MARK);
  }
}
