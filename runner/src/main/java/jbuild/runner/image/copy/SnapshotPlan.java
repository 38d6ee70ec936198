package jbuild.runner.image.copy;

import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import jbuild.runner.image.Trees;
import jbuild.runner.linux.Attributes;
import jbuild.runner.linux.Btrfs;
import jbuild.runner.linux.BytePath;
import jbuild.runner.linux.ContentCopy;
import jbuild.runner.linux.Descriptors;
import jbuild.runner.linux.Errno;
import jbuild.runner.linux.Fd;
import jbuild.runner.linux.FileStatus;
import jbuild.runner.linux.MountFlag;
import jbuild.runner.linux.Mounts;
import jbuild.runner.linux.Nodes;
import jbuild.runner.linux.SyscallFailure;

/**
 * A copy of a tree or disk image that is known before it is made, so that it can be written down.
 *
 * @param source what is copied
 * @param path where the copy will be; nothing else has this name
 */
public record SnapshotPlan(Path source, Path path) {
  public SnapshotPlan {
    if (!source.isAbsolute() || !path.isAbsolute() || path.getParent() == null) {
      throw new IllegalArgumentException("not a place for a copy: " + path);
    }
  }

  /**
   * Makes the copy, by the file system where it can, else file by file. What is mounted in the
   * source is not part of it. When this fails, {@link #remove} is still to be called.
   */
  public CloneMethod make() {
    return make(() -> {});
  }

  /**
   * The same.
   *
   * @param checkpoint called by all threads now and then; what it throws ends the copy
   * @return how it was made
   */
  public CloneMethod make(Runnable checkpoint) {
    try (Fd original = Descriptors.onHost(BytePath.of(source.toString()));
        Fd parent = Descriptors.onHost(BytePath.of(path.getParent().toString()))) {
      FileStatus status = FileStatus.of(original);
      BytePath name = BytePath.of(path.getFileName().toString());
      return switch (status.type()) {
        case DIRECTORY -> tree(original, parent, name, checkpoint);
        case REGULAR -> file(original, status, parent, name, checkpoint);
        default -> throw Snapshots.noSource(source, status);
      };
    }
  }

  /** Makes the copy if the file system can, in no time and without any space; else nothing. */
  public Optional<CloneMethod> share() {
    try (Fd original = Descriptors.onHost(BytePath.of(source.toString()));
        Fd parent = Descriptors.onHost(BytePath.of(path.getParent().toString()))) {
      FileStatus status = FileStatus.of(original);
      BytePath name = BytePath.of(path.getFileName().toString());
      if (status.isRegular() && FileCopy.share(original, status, parent, name)) {
        return Optional.of(CloneMethod.REFLINK);
      }
      return Btrfs.isSubvolume(original) && isSnapshot(original, parent, name)
          ? Optional.of(CloneMethod.SNAPSHOT)
          : Optional.empty();
    }
  }

  private static CloneMethod file(
      Fd original, FileStatus status, Fd parent, BytePath name, Runnable checkpoint) {
    ContentCopy contents = new ContentCopy(checkpoint);
    FileCopy.make(original, status, parent, name, contents);
    return contents.hasCopied() ? CloneMethod.COPY : CloneMethod.REFLINK;
  }

  /** Removes the copy, or what there is of it. */
  public void remove() {
    Trees.remove(path);
  }

  private static CloneMethod tree(Fd original, Fd parent, BytePath name, Runnable checkpoint) {
    if (Btrfs.isSubvolume(original) && isSnapshot(original, parent, name)) {
      return CloneMethod.SNAPSHOT;
    }
    if (Btrfs.holds(parent)) {
      // As a subvolume it is removed at once, and copied at once the next time.
      Btrfs.make(parent, name);
    } else {
      Nodes.makeDirectory(parent, name);
    }
    try (Fd source = Mounts.copyAlone(original);
        Fd target = Descriptors.child(parent, name, Descriptors.O_PATH)) {
      Mounts.restrict(source, Set.of(MountFlag.NOATIME), false);
      return TreeCopy.fill(source, target, checkpoint);
    }
  }

  private static boolean isSnapshot(Fd subvolume, Fd parent, BytePath name) {
    try {
      Btrfs.snapshot(subvolume, parent, name);
    } catch (SyscallFailure failure) {
      if (failure.errno() == Errno.EXDEV
          || failure.errno() == Errno.EINVAL
          || failure.errno() == Errno.ENOTTY) {
        return false;
      }
      throw failure;
    }
    below(subvolume, parent, name);
    return true;
  }

  /** A snapshot has empty directories where the original has subvolumes. */
  private static void below(Fd subvolume, Fd parent, BytePath name) {
    List<BytePath> nested = Btrfs.below(subvolume);
    if (nested.isEmpty()) {
      return;
    }
    try (Fd source = Mounts.copyAlone(subvolume);
        Fd copy = Descriptors.child(parent, name, Descriptors.O_PATH)) {
      for (BytePath path : nested) {
        try (Fd below = Descriptors.child(source, path, Descriptors.O_PATH);
            Fd to = Descriptors.child(copy, path.parent(), Descriptors.O_PATH)) {
          FileStatus before = FileStatus.of(to);
          Nodes.removeDirectory(to, path.name());
          Btrfs.snapshot(below, to, path.name());
          below(below, to, path.name());
          Attributes.setTimes(to, before);
        }
      }
    }
  }
}
