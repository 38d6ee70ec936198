package jbuild.builder.disk;

import java.io.IOException;
import java.io.RandomAccessFile;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Set;
import jbuild.builder.toolset.Toolset;
import jbuild.runner.ExitStatus;
import jbuild.runner.Failure;
import jbuild.runner.image.ImageTree;
import jbuild.runner.image.Trees;
import jbuild.runner.image.copy.TreeCopy;
import jbuild.runner.linux.Attributes;
import jbuild.runner.linux.BytePath;
import jbuild.runner.linux.Descriptors;
import jbuild.runner.linux.Directories;
import jbuild.runner.linux.Errno;
import jbuild.runner.linux.Fd;
import jbuild.runner.linux.FileStatus;
import jbuild.runner.linux.LoopDevices;
import jbuild.runner.linux.Mounts;
import jbuild.runner.linux.SyscallFailure;

/**
 * Makes xfs, and lets the kernel fill it: mkfs.xfs cannot, or not with all that a tree has. It
 * needs a loop device, and nothing is attached anywhere that others see.
 */
final class XfsMaker implements FileSystemMaker {
  private static final long MIB = 1 << 20;
  private static final long INODE = 640;

  /** mkfs.xfs(8): nothing smaller is supported. */
  private static final long LEAST = 300 * MIB;

  private static final long LOG = 64 * MIB;
  private static final long READ_DIRECTORY = Descriptors.O_RDONLY | Descriptors.O_DIRECTORY;

  @Override
  public long needed(TreeRecord record) {
    long content = record.content() + record.inodes() * INODE;
    return Math.max(LEAST, content + content / 20 + LOG + 64 * MIB);
  }

  @Override
  public void make(FileSystemJob job, TreeRecord record, Path disk, DiskPartition place)
      throws IOException {
    Path file = job.aside();
    try (RandomAccessFile empty = new RandomAccessFile(file.toFile(), "rw")) {
      empty.setLength(place.size());
      job.run(
          job.programs(Toolset.XFS)
              .command(
                  List.of(
                      "mkfs.xfs",
                      "-q",
                      "-L",
                      job.label(),
                      "-m",
                      "uuid=" + job.id(),
                      FileSystemJob.FILE)),
          file);
      SparseCopy.into(disk, place.start(), file);
    } finally {
      Files.deleteIfExists(file);
    }
    fill(job, disk, place);
  }

  private static void fill(FileSystemJob job, Path disk, DiskPartition place) throws IOException {
    try (Fd whole = Descriptors.onHost(BytePath.of(disk.toString()), Descriptors.O_RDWR);
        Fd device = LoopDevices.attach(whole, place.start(), place.size(), false);
        Fd root = Mounts.create("xfs", device.name(), Map.of(), Set.of());
        Fd tree = Descriptors.onHost(BytePath.of(job.tree().directory().toString()))) {
      TreeCopy.fill(tree, root, () -> {});
      for (Map.Entry<String, Path> hidden : job.tree().hidden().entrySet()) {
        hide(root, hidden.getKey(), hidden.getValue());
      }
    } catch (SyscallFailure failure) {
      if (failure.errno() == Errno.ENOSPC) {
        throw new NoRoom(
            "cannot fill partition " + job.label(),
            "the tree needs more than " + NoRoom.shown(place.size()) + " as xfs",
            "give it a larger size",
            List.of());
      }
      throw new Failure(
          ExitStatus.HOST_CANNOT,
          "cannot fill partition " + job.label() + " with xfs",
          "only a kernel can, through a loop device: " + failure.why(),
          "choose ext4 or btrfs as file-system, or build where root may use loop devices",
          List.of(),
          failure);
    }
  }

  /** The copy has what is in other partitions too, for the copier knows nothing of them. */
  private static void hide(Fd root, String path, Path stub) throws IOException {
    BytePath parent = BytePath.of(path).parent();
    boolean empty = Files.isDirectory(stub);
    BytePath changed = empty ? BytePath.of(path) : parent;
    try (Fd directory = Descriptors.inside(root, changed, READ_DIRECTORY);
        Fd original = Descriptors.inside(root, BytePath.of(path))) {
      FileStatus before = FileStatus.of(directory);
      if (empty) {
        for (BytePath name : Directories.names(directory)) {
          Trees.remove(directory, name);
        }
      } else {
        replace(root, path, stub, FileStatus.of(original));
      }
      Attributes.setTimes(directory, before);
    }
  }

  private static void replace(Fd root, String path, Path stub, FileStatus like) throws IOException {
    String inside = "/" + path;
    // Not closed: it would close the root with it.
    ImageTree tree = ImageTree.at(root);
    tree.write(inside, Files.readAllBytes(stub), like.mode(), (int) like.uid(), (int) like.gid());
    tree.setTime(inside, like.seconds(), like.nanoseconds());
  }
}
