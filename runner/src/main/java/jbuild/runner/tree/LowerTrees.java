package jbuild.runner.tree;

import java.util.List;
import jbuild.runner.ExitStatus;
import jbuild.runner.Failure;
import jbuild.runner.Notices;
import jbuild.runner.image.disk.DiskImage;
import jbuild.runner.image.disk.ImagePolicy;
import jbuild.runner.image.disk.MountedPartition;
import jbuild.runner.linux.BytePath;
import jbuild.runner.linux.Descriptors;
import jbuild.runner.linux.Fd;
import jbuild.runner.linux.Mounts;
import jbuild.runner.settings.Source;

/**
 * The trees of an image over which others are laid: a directory, or the file systems of a disk.
 * None is attached anywhere yet.
 *
 * @param parts the root first
 */
public record LowerTrees(List<MountedPartition> parts) implements AutoCloseable {
  public LowerTrees {
    parts = List.copyOf(parts);
  }

  /**
   * Mounts them. What is mounted in a directory on the host is not among them.
   *
   * @param notices hears what of a disk cannot be used here
   * @throws Failure when there is no root, or when nothing can be read without a change
   */
  public static LowerTrees of(Source source, Notices notices) {
    if (source.kind() == Source.Kind.DIRECTORY) {
      BytePath path = BytePath.of(source.path().toString());
      try (Fd place = Descriptors.onHost(path, Descriptors.O_PATH | Descriptors.O_DIRECTORY)) {
        Fd tree = Mounts.copyAlone(place);
        return new LowerTrees(List.of(new MountedPartition(tree, "/", "", false)));
      }
    }
    List<MountedPartition> parts;
    try (DiskImage disk = DiskImage.openBelow(source.path())) {
      parts = disk.mount(source.policy().orElse(ImagePolicy.STANDARD));
      disk.warnings().forEach(notices::warn);
    }
    if (parts.isEmpty() || !parts.get(0).place().equals("/")) {
      parts.forEach(MountedPartition::close);
      throw new Failure(
          ExitStatus.FAILED,
          "cannot lay anything over " + source.path(),
          "it has no root file system",
          "start it without --ephemeral");
    }
    return new LowerTrees(parts);
  }

  /** The directory that is to be the machine's. */
  public Fd root() {
    return parts.get(0).tree();
  }

  @Override
  public void close() {
    parts.forEach(MountedPartition::close);
  }
}
