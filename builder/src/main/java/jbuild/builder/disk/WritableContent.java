package jbuild.builder.disk;

import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import jbuild.builder.recipe.DiskSize;
import jbuild.runner.ExitStatus;
import jbuild.runner.Failure;
import jbuild.runner.Reasons;

/** A file system that a running system writes to, filled with a tree. */
final class WritableContent implements PartitionContent {
  private static final long LEAST_ROOM = 64 << 20;
  private static final long PART_OF_ROOM = 8;

  private final FileSystemMaker maker;
  private final FileSystemJob job;
  private final DiskSize size;
  private final TreeRecord record;
  private long needed;

  WritableContent(FileSystemMaker maker, FileSystemJob job, DiskSize size) {
    this.maker = maker;
    this.job = job;
    this.size = size;
    this.record = TreeRecord.of(job.tree());
    this.needed = maker.needed(record);
  }

  @Override
  public long size() {
    long wanted = size.of(needed, Math.max(LEAST_ROOM, needed / PART_OF_ROOM));
    if (wanted < needed) {
      throw new NoRoom(
          "cannot make partition " + job.label() + " of " + NoRoom.shown(wanted),
          "what is in it needs about " + NoRoom.shown(needed),
          "write size = \"" + NoRoom.shown(needed) + "\" or more, or \"auto\"",
          List.of());
    }
    return wanted;
  }

  @Override
  public boolean grow() {
    needed += needed / 4;
    return !size.isFixed();
  }

  @Override
  public void write(Path disk, DiskPartition place) {
    try {
      maker.make(job, record, disk, place);
    } catch (IOException e) {
      throw new Failure(
          ExitStatus.FAILED,
          "cannot fill partition " + job.label(),
          Reasons.of(e),
          "make room for the output, or choose another file-system",
          List.of(),
          e);
    }
  }
}
