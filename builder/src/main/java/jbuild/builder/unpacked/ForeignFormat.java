package jbuild.builder.unpacked;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import java.util.function.Consumer;
import jbuild.builder.archive.Archives;
import jbuild.builder.archive.Compression;
import jbuild.builder.archive.Limits;
import jbuild.builder.oci.image.ImageLayout;
import jbuild.builder.oci.image.LayoutReference;
import jbuild.runner.image.disk.Qcow2Disk;
import jbuild.runner.linux.BytePath;
import jbuild.runner.linux.Contents;
import jbuild.runner.linux.Descriptors;
import jbuild.runner.linux.Fd;

/** What holds an image that no machine can run from as it is. */
public enum ForeignFormat {
  /** A tar archive, compressed in whatever way. */
  TAR,
  /** An image of a layout of the Open Container Initiative: of a directory of layers. */
  OCI,
  /** A disk of QEMU. */
  QCOW2;

  private static final long SAFELY =
      Descriptors.O_RDONLY | Descriptors.O_NONBLOCK | Descriptors.O_NOCTTY;
  private static final long AS_NEW_FILE =
      Descriptors.O_WRONLY | Descriptors.O_CREAT | Descriptors.O_EXCL;
  private static final int START = 512;
  private static final int MAGIC_AT = 257;
  private static final byte[] MAGIC = "ustar".getBytes(StandardCharsets.US_ASCII);

  /**
   * By what is in it, whatever it is called; only the oldest tar archives have nothing but that.
   */
  public static Optional<ForeignFormat> of(Path path) {
    if (!Files.isRegularFile(path)) {
      return LayoutReference.of(path).isPresent() ? Optional.of(OCI) : Optional.empty();
    }
    try (Fd file = Descriptors.onHost(BytePath.of(path.toString()), SAFELY)) {
      if (Qcow2Disk.isOn(file)) {
        return Optional.of(QCOW2);
      }
      Contents.seek(file, 0);
      byte[] start = Contents.read(file, START);
      boolean isTar =
          isMarked(start) || Compression.isOn(start) || path.toString().endsWith(".tar");
      return isTar ? Optional.of(TAR) : Optional.empty();
    }
  }

  /** Makes what it holds in a directory that is empty. */
  void make(Path source, Path directory, Consumer<String> notices) throws IOException {
    Path tree = directory.resolve("tree");
    switch (this) {
      case TAR -> {
        Files.createDirectory(tree);
        Archives.extract(source, tree, Limits.STANDARD, notices);
      }
      case OCI -> {
        Files.createDirectory(tree);
        ImageLayout.unpack(LayoutReference.of(source).orElseThrow(), tree, notices);
      }
      case QCOW2 -> disk(source, directory.resolve("disk.raw"));
    }
  }

  private static void disk(Path source, Path made) {
    try (Fd disk = Descriptors.onHost(BytePath.of(made.toString()), AS_NEW_FILE)) {
      QemuDisk.convert(source, disk, () -> {});
    }
  }

  private static boolean isMarked(byte[] start) {
    if (start.length < START) {
      return false;
    }
    for (int i = 0; i < MAGIC.length; i++) {
      if (start[MAGIC_AT + i] != MAGIC[i]) {
        return false;
      }
    }
    return true;
  }
}
