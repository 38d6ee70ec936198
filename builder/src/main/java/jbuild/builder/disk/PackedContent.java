package jbuild.builder.disk;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import jbuild.builder.recipe.DiskSize;
import jbuild.runner.ExitStatus;
import jbuild.runner.Failure;
import jbuild.runner.Reasons;

/**
 * A file system for reading only: its size is known when it has been made.
 *
 * @param made a file with it
 */
record PackedContent(String label, Path made, DiskSize wanted) implements PartitionContent {
  @Override
  public long size() {
    try {
      long needed = Files.size(made);
      long size = wanted.of(needed, 0);
      if (size < needed) {
        throw new NoRoom(
            "cannot make partition " + label + " of " + NoRoom.shown(size),
            "what is in it needs " + NoRoom.shown(needed),
            "write size = \"" + NoRoom.shown(needed) + "\" or more, or \"auto\"",
            List.of());
      }
      return size;
    } catch (IOException e) {
      throw failure(e);
    }
  }

  @Override
  public void write(Path disk, DiskPartition place) {
    try {
      SparseCopy.into(disk, place.start(), made);
    } catch (IOException e) {
      throw failure(e);
    }
  }

  private Failure failure(IOException e) {
    return new Failure(
        ExitStatus.FAILED,
        "cannot fill partition " + label,
        Reasons.of(e),
        "make room for the output",
        List.of(),
        e);
  }
}
