package jbuild.cli;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import jbuild.builder.oci.image.LayoutReference;
import jbuild.builder.unpacked.ForeignFormat;
import jbuild.runner.image.Image;
import jbuild.runner.image.VersionedPath;
import jbuild.runner.image.disk.DiskImage;
import jbuild.runner.linux.BytePath;
import jbuild.runner.linux.Descriptors;
import jbuild.runner.linux.Fd;
import jbuild.runner.linux.FileStatus;
import jbuild.runner.linux.FileType;

/** What kind of image lies at a path, by its content. */
final class ImagePath {
  private static final String VERSIONS = ".v";
  private static final List<String> DISKS = List.of(".raw", ".img", ".squashfs", ".erofs");
  private static final long SAFELY =
      Descriptors.O_RDONLY | Descriptors.O_NONBLOCK | Descriptors.O_NOCTTY;

  private ImagePath() {}

  /** Empty when it is nothing that a machine could start from. */
  static Optional<Image> find(Path path) {
    if (Files.isDirectory(path)) {
      return Optional.of(directory(path));
    }
    if (!Files.exists(path)) {
      return LayoutReference.of(path).isPresent()
          ? Optional.of(new Image.Archive(path))
          : Optional.empty();
    }
    if (!Files.isRegularFile(path)) {
      return isDevice(path) ? Optional.of(new Image.Disk(path)) : Optional.empty();
    }
    if (ForeignFormat.of(path).isPresent()) {
      return Optional.of(new Image.Archive(path));
    }
    return isCalledDisk(path) || isDisk(path)
        ? Optional.of(new Image.Disk(path))
        : Optional.empty();
  }

  private static Image directory(Path path) {
    String name = String.valueOf(path.getFileName());
    if (name.endsWith(VERSIONS)) {
      return newest(path, name.substring(0, name.length() - VERSIONS.length()));
    }
    // Before anything else is looked at: most images are trees.
    if (Files.exists(path.resolve("usr")) || ForeignFormat.of(path).isEmpty()) {
      return new Image.Directory(path);
    }
    return new Image.Archive(path);
  }

  /** Of NAME.v/ and NAME.ENDING.v/; the first ones are versions of trees. */
  private static Image newest(Path versions, String stem) {
    int dot = stem.lastIndexOf(".tar");
    int last = dot > 0 ? dot : stem.lastIndexOf('.');
    String ending = last > 0 ? stem.substring(last) : "";
    boolean isTree = dot <= 0 && !DISKS.contains(ending) && !ending.equals(".qcow2");
    Path version = VersionedPath.resolve(versions, isTree ? "" : ending);
    return find(version).orElse(new Image.Directory(version));
  }

  /** A damaged one is a disk all the same, and what is wrong with it is said later. */
  private static boolean isCalledDisk(Path path) {
    for (String ending : DISKS) {
      if (path.toString().endsWith(ending)) {
        return true;
      }
    }
    return false;
  }

  private static boolean isDisk(Path path) {
    try (Fd file = Descriptors.onHost(BytePath.of(path.toString()), SAFELY)) {
      return DiskImage.isOn(file);
    }
  }

  private static boolean isDevice(Path path) {
    try (Fd place = Descriptors.onHost(BytePath.of(path.toString()))) {
      return FileStatus.of(place).type() == FileType.BLOCK_DEVICE;
    }
  }
}
