package jbuild.builder.base;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.util.HexFormat;
import java.util.List;
import java.util.Optional;
import java.util.TreeMap;
import jbuild.builder.digest.Sha256;
import jbuild.builder.digest.Unreadable;
import jbuild.builder.oci.image.LayoutReference;
import jbuild.builder.plan.Workspace;
import jbuild.builder.unpacked.ForeignFormat;
import jbuild.builder.unpacked.Unpacked;
import jbuild.builder.unpacked.UnpackedImages;
import jbuild.runner.ExitStatus;
import jbuild.runner.Failure;
import jbuild.runner.image.ImageLock;
import jbuild.runner.image.TreeWalk;
import jbuild.runner.image.Trees;
import jbuild.runner.image.copy.CloneMethod;
import jbuild.runner.image.copy.SnapshotPlan;
import jbuild.runner.image.copy.TreeCopy;
import jbuild.runner.image.disk.DiskImage;
import jbuild.runner.image.disk.ImagePolicy;
import jbuild.runner.image.disk.MountedPartition;
import jbuild.runner.linux.BytePath;
import jbuild.runner.linux.Descriptors;
import jbuild.runner.linux.Fd;
import jbuild.runner.linux.FileStatus;
import jbuild.runner.linux.Nodes;

/** An image to build on: a tree, a disk image or an archive. It stays as it is. */
public record BaseImage(Path path) {
  private static final String IDENTITY = "unix:dev,ino,size,lastModifiedTime,ctime";
  private static final int MODE = 0755;

  public BaseImage {
    if (!path.isAbsolute()) {
      throw new IllegalArgumentException("not absolute: " + path);
    }
  }

  /** Tells versions of the image apart without reading its files. */
  public String identity() {
    try {
      if (Files.isDirectory(path) && !isLayout()) {
        return manifest();
      }
      Path file = LayoutReference.of(path).map(LayoutReference::layout).orElse(path);
      Path content = isLayout() ? file.resolve("index.json") : file;
      return path + " " + new TreeMap<>(Files.readAttributes(content, IDENTITY));
    } catch (IOException | Failure e) {
      // Not only when it is gone: a walk ends at what is mounted there, and a build may go on.
      return Unreadable.mark();
    }
  }

  private boolean isLayout() {
    return LayoutReference.of(path).isPresent();
  }

  /** Of all files the names, kinds, owners, modes, sizes and times. */
  private String manifest() {
    MessageDigest digest = Sha256.start();
    try (Fd root = Descriptors.onHost(BytePath.of(path.toString()))) {
      TreeWalk.look(
          root,
          (file, directory, status) -> {
            digest.update(file.bytes());
            digest.update(described(status).getBytes(StandardCharsets.US_ASCII));
          });
    }
    return HexFormat.of().formatHex(digest.digest());
  }

  private static String described(FileStatus status) {
    String time = status.isDirectory() ? "" : status.seconds() + "." + status.nanoseconds();
    long size = status.isDirectory() ? 0 : status.size();
    return "\0%s %o %d %d %d %s\n"
        .formatted(status.type(), status.mode(), status.uid(), status.gid(), size, time);
  }

  /** Fills the root of a workspace, which is empty or not there. */
  @SuppressWarnings("try") // The locks are held, not used.
  CloneMethod copyInto(Workspace workspace) {
    Optional<ForeignFormat> format = ForeignFormat.of(path);
    if (format.isPresent()) {
      UnpackedImages images = new UnpackedImages(workspace.cache(), workspace.progress()::detail);
      try (Unpacked unpacked = images.open(path, format.get())) {
        return unpacked.isDisk()
            ? disk(unpacked.path(), workspace.root())
            : tree(unpacked.path(), workspace.root());
      }
    }
    try (ImageLock unused = lock()) {
      return Files.isDirectory(path) ? tree(path, workspace.root()) : disk(path, workspace.root());
    }
  }

  private ImageLock lock() {
    return ImageLock.trySharing(path)
        .orElseThrow(
            () ->
                new Failure(
                    ExitStatus.FAILED,
                    "cannot build on " + path,
                    "a machine is running on it, and may be writing to it",
                    "end the machine, or build on a clone of the image ('jbuild clone')"));
  }

  private static CloneMethod tree(Path source, Path root) {
    if (Files.exists(root)) {
      Trees.remove(root);
    }
    try {
      return new SnapshotPlan(source.toRealPath(), root.toAbsolutePath()).make();
    } catch (IOException e) {
      throw new Failure(
          ExitStatus.FAILED,
          "cannot build on " + source,
          "it cannot be found any more",
          "leave the images that recipes build on in place",
          List.of(),
          e);
    }
  }

  private static CloneMethod disk(Path source, Path root) {
    try (Fd parent = Descriptors.onHost(BytePath.of(root.getParent().toString()))) {
      if (!Files.exists(root)) {
        Nodes.makeDirectory(parent, BytePath.of(root.getFileName().toString()));
        Files.setAttribute(root, "unix:mode", MODE);
      }
    } catch (IOException e) {
      throw new IllegalStateException(e);
    }
    try (DiskImage disk = DiskImage.open(source, true);
        Fd target = Descriptors.onHost(BytePath.of(root.toString()))) {
      for (MountedPartition part : disk.mount(ImagePolicy.STANDARD)) {
        try (part;
            Fd place = Descriptors.inside(target, BytePath.of("." + part.place()))) {
          TreeCopy.fill(part.tree(), place, () -> {});
        }
      }
    }
    return CloneMethod.COPY;
  }
}
