package jbuild.builder.disk;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.List;
import jbuild.builder.plan.Command;
import jbuild.builder.toolset.Toolset;

/** Populates btrfs in a file of its own, and copies it; see mkfs.btrfs(8). */
final class BtrfsMaker implements FileSystemMaker {
  private static final long MIB = 1 << 20;

  /** With small files and what is known of all of them; it is there twice. */
  private static final long METADATA_OF_ONE = 2 * 1536;

  @Override
  public long needed(TreeRecord record) {
    // mkfs.btrfs writes what was never written too.
    long content = record.content() + record.holes();
    return content + content / 20 + record.inodes() * METADATA_OF_ONE + 192 * MIB;
  }

  @Override
  public void make(FileSystemJob job, TreeRecord record, Path disk, DiskPartition place)
      throws IOException {
    Path file = job.aside();
    try (FileChannel channel =
        FileChannel.open(
            file,
            StandardOpenOption.CREATE_NEW,
            StandardOpenOption.READ,
            StandardOpenOption.WRITE)) {
      setSize(channel, place.size());
      job.run(command(job), file);
      if (channel.size() > place.size()) {
        throw new NoRoom(
            "cannot fill partition " + job.label(),
            "the tree needs " + NoRoom.shown(channel.size()) + " as btrfs",
            "give it a larger size",
            List.of());
      }
      BtrfsInodes.of(channel).complete(record);
      SparseCopy.into(disk, place.start(), file);
    } finally {
      Files.deleteIfExists(file);
    }
  }

  private static Command command(FileSystemJob job) {
    return job.programs(Toolset.BTRFS)
        .command(
            "mkfs.btrfs",
            "-q",
            "-f",
            "-L",
            job.label(),
            "-U",
            job.id().toString(),
            "--rootdir",
            PartitionTree.PLACE,
            FileSystemJob.FILE);
  }

  private static void setSize(FileChannel file, long size) throws IOException {
    file.write(ByteBuffer.allocate(1), size - 1);
  }
}
