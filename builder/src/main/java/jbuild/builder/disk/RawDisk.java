package jbuild.builder.disk;

import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import jbuild.runner.ExitStatus;
import jbuild.runner.Failure;
import jbuild.runner.Reasons;

/** A disk in a file: what it has on it, and how it is written. */
public final class RawDisk {
  private final DiskIds ids;
  private final String architecture;
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
   * @param parts in the order of the disk
   */
  public RawDisk(DiskIds ids, String architecture, List<Part> parts) {
    this.ids = ids;
    this.architecture = architecture;
    this.parts = List.copyOf(parts);
  }

  /** Writes a new file. What no part fills is a hole in it. */
  public DiskLayout write(Path file) {
    List<DiskLayout.Wanted> wanted = new ArrayList<>();
    for (Part part : parts) {
      long size = part.content().size();
      wanted.add(new DiskLayout.Wanted(part.kind(), part.label(), part.attributes(), size));
    }
    DiskLayout layout = DiskLayout.of(ids, architecture, wanted);
    writeTable(file, layout);
    for (int i = 0; i < parts.size(); i++) {
      parts.get(i).content().write(file, layout.partitions().get(i));
    }
    return layout;
  }

  private static void writeTable(Path file, DiskLayout layout) {
    try (FileChannel disk =
        FileChannel.open(file, StandardOpenOption.CREATE_NEW, StandardOpenOption.WRITE)) {
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
