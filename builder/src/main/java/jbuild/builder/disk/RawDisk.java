package jbuild.builder.disk;

import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.OptionalLong;
import jbuild.runner.ExitStatus;
import jbuild.runner.Failure;
import jbuild.runner.Reasons;

/** A disk in a file: what it has on it, and how it is written. */
public final class RawDisk {
  private static final int ATTEMPTS = 5;

  private final DiskIds ids;
  private final String architecture;
  private final OptionalLong total;
  private final List<Part> parts;

  /**
   * One part of the disk.
   *
   * @param label of its partition, unique on the disk
   * @param attributes of its partition
   */
  public record Part(PartitionKind kind, String label, long attributes, PartitionContent content) {
    public Part {
      Objects.requireNonNull(kind);
      Objects.requireNonNull(label);
      Objects.requireNonNull(content);
    }
  }

  /**
   * @param architecture of the system on the disk
   * @param total the size of the disk; without it, it is as small as its parts allow
   * @param parts in the order of the disk
   */
  public RawDisk(DiskIds ids, String architecture, OptionalLong total, List<Part> parts) {
    this.ids = ids;
    this.architecture = architecture;
    this.total = total;
    this.parts = List.copyOf(parts);
  }

  /** Writes a new file. What no part fills is a hole in it. */
  public DiskLayout write(Path file) {
    for (int attempt = 1; ; attempt++) {
      DiskLayout layout = DiskLayout.of(ids, architecture, wanted());
      writeTable(file, layout);
      int index = 0;
      try {
        for (; index < parts.size(); index++) {
          parts.get(index).content().write(file, layout.partitions().get(index));
        }
        return layout;
      } catch (NoRoom failure) {
        // How much a file system needs is known well, but not exactly, before it is made.
        if (attempt == ATTEMPTS || !parts.get(index).content().grow()) {
          throw failure;
        }
      }
    }
  }

  private List<DiskLayout.Wanted> wanted() {
    List<DiskLayout.Wanted> wanted = new ArrayList<>();
    long left = total.orElse(0) - 2 * DiskLayout.MARGIN;
    long root = 0;
    for (Part part : parts) {
      long size = DiskPartition.aligned(part.content().size());
      left -= size;
      root = part.kind() == PartitionKind.ROOT ? size : root;
      wanted.add(new DiskLayout.Wanted(part.kind(), part.label(), part.attributes(), size));
    }
    return total.isEmpty() ? wanted : filled(wanted, root, left);
  }

  /** The root takes what is left. */
  private List<DiskLayout.Wanted> filled(List<DiskLayout.Wanted> wanted, long root, long left) {
    if (left < 0) {
      String needed = NoRoom.shown(total.getAsLong() - left);
      throw new NoRoom(
          "cannot make a disk of " + NoRoom.shown(total.getAsLong()),
          "what is on it needs about " + needed + ", " + NoRoom.shown(root) + " of that the root",
          "write disk.size = \"" + needed + "\" or more, or \"auto\"",
          List.of());
    }
    return wanted.stream()
        .map(
            one ->
                one.kind() == PartitionKind.ROOT
                    ? new DiskLayout.Wanted(
                        one.kind(), one.label(), one.attributes(), one.size() + down(left))
                    : one)
        .toList();
  }

  private static long down(long size) {
    return size / DiskPartition.ALIGNMENT * DiskPartition.ALIGNMENT;
  }

  private static void writeTable(Path file, DiskLayout layout) {
    try (FileChannel disk =
        FileChannel.open(
            file,
            StandardOpenOption.CREATE,
            StandardOpenOption.TRUNCATE_EXISTING,
            StandardOpenOption.WRITE)) {
      // The table's second copy ends the file, so it has its size from now on.
      new PartitionTable(layout).write(disk);
    } catch (IOException e) {
      throw new Failure(
          ExitStatus.FAILED,
          "cannot write " + file,
          Reasons.of(e),
          "make room there, or choose another directory with --output-dir",
          List.of(),
          e);
    }
  }
}
