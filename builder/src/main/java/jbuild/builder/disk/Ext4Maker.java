package jbuild.builder.disk;

import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.List;
import jbuild.builder.plan.Command;
import jbuild.builder.plan.ProgramFailure;
import jbuild.builder.toolset.ProgramTree;
import jbuild.builder.toolset.Toolset;

/** Populates ext4 in its place of a disk; see mke2fs(8). */
final class Ext4Maker implements FileSystemMaker {
  private static final String CONFIGURATION = ProgramTree.PLACE + "mke2fs.conf";

  /** In place of the host's, so that every host makes the same. */
  private static final String DEFAULTS =
      """
      [defaults]
        base_features = sparse_super,large_file,filetype,resize_inode,dir_index,ext_attr
        default_mntopts = acl,user_xattr
        enable_periodic_fsck = 0
      [fs_types]
        ext4 = {
          features = has_journal,extent,huge_file,flex_bg,metadata_csum,64bit,dir_nlink,extra_isize
        }
      """;

  private static final String LOST_AND_FOUND = "lost+found";
  private static final long LAST_TIME = Integer.MAX_VALUE;
  private static final int BLOCK = 4096;
  private static final int INODE = 256;
  private static final long BYTES_FOR_ONE_INODE = 16384;
  private static final long MIB = 1 << 20;
  private static final long GIB = 1 << 30;

  @Override
  public long needed(TreeRecord record) {
    long inodes = inodes(record, 0) * INODE;
    long whole = record.content() + inodes;
    // Tables that grow with the size, and those for a size that it may grow to.
    long least = whole + whole / 40 + 8 * MIB;
    return least + journal(least + journal(least));
  }

  /** A quarter more than there are: a running system makes files. */
  private static long inodes(TreeRecord record, long size) {
    return Math.max(record.inodes() + record.inodes() / 4 + 512, size / BYTES_FOR_ONE_INODE);
  }

  /** As large as mkfs.ext4 would make it, up to a quarter of a GiB. */
  private static long journal(long size) {
    if (size < 128 * MIB) {
      return 4 * MIB;
    } else if (size < GIB) {
      return 16 * MIB;
    } else if (size < 2 * GIB) {
      return 32 * MIB;
    }
    return size < 16 * GIB ? 64 * MIB : 256 * MIB;
  }

  @Override
  public void make(FileSystemJob job, TreeRecord record, Path disk, DiskPartition place)
      throws IOException {
    Path configuration = job.workspace().directory().resolve("mke2fs.conf");
    Files.writeString(configuration, DEFAULTS);
    String time = Long.toString(Math.min(LAST_TIME, Math.max(1, record.newest())));
    Command command =
        job.programs(Toolset.EXT4)
            .command(words(job, record, place))
            .bindReadOnly(configuration, CONFIGURATION)
            .with("MKE2FS_CONFIG", CONFIGURATION)
            // The second is understood by older versions, and neither by none.
            .with("SOURCE_DATE_EPOCH", time)
            .with("E2FSPROGS_FAKE_TIME", time);
    try {
      job.run(command, disk);
      if (!record.hasInRoot(LOST_AND_FOUND)) {
        job.run(removal(job, place).with("E2FSPROGS_FAKE_TIME", time), disk);
      }
    } catch (ProgramFailure failure) {
      throw explained(failure, job);
    }
    try (FileChannel channel =
        FileChannel.open(disk, StandardOpenOption.READ, StandardOpenOption.WRITE)) {
      Ext4Inodes.of(channel, place.start()).complete(record);
    }
  }

  /** What was not in the tree: e2fsck(8) makes it again should it ever need it. */
  private static Command removal(FileSystemJob job, DiskPartition place) {
    return job.programs(Toolset.EXT4)
        .command(
            "debugfs",
            "-w",
            "-R",
            "rmdir /" + LOST_AND_FOUND,
            FileSystemJob.FILE + "?offset=" + place.start());
  }

  private static List<String> words(FileSystemJob job, TreeRecord record, DiskPartition place) {
    return List.of(
        "mkfs.ext4",
        "-q",
        "-F",
        "-T",
        "default",
        "-b",
        Integer.toString(BLOCK),
        "-I",
        Integer.toString(INODE),
        "-N",
        Long.toString(inodes(record, place.size())),
        "-m",
        "0",
        "-J",
        "size=" + journal(place.size()) / MIB,
        "-L",
        job.label(),
        "-U",
        job.id().toString(),
        "-E",
        // Nothing is written that is zero in a new file anyway.
        String.join(
            ",",
            "offset=" + place.start(),
            "hash_seed=" + job.id(),
            "lazy_itable_init=0",
            "lazy_journal_init=1",
            "nodiscard"),
        "-d",
        PartitionTree.PLACE,
        FileSystemJob.FILE,
        place.size() / 1024 + "k");
  }

  private static RuntimeException explained(ProgramFailure failure, FileSystemJob job) {
    boolean full =
        failure.details().stream()
            .anyMatch(line -> line.contains("Could not allocate") || line.contains("too small"));
    return full
        ? new NoRoom(
            "cannot fill partition " + job.label(),
            "the tree does not fit into it",
            "give it a larger size",
            failure.details())
        : failure;
  }
}
