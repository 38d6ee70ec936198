package jbuild.builder.archive;

import java.io.IOException;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.util.HashMap;
import java.util.Map;
import java.util.function.Consumer;
import jbuild.runner.ExitStatus;
import jbuild.runner.Failure;
import jbuild.runner.image.TreeWalk;
import jbuild.runner.linux.BytePath;
import jbuild.runner.linux.Contents;
import jbuild.runner.linux.Descriptors;
import jbuild.runner.linux.Fd;
import jbuild.runner.linux.FileStatus;
import jbuild.runner.linux.FileType;
import jbuild.runner.linux.Nodes;
import jbuild.runner.linux.Xattrs;

/**
 * Turns a tree into the members of one cpio archive.
 *
 * <p>Files are numbered as they come and not by their inodes, so that the same tree gives the same
 * bytes on every file system. Of several names of a file the last has the content.
 */
final class CpioArchiver {
  private static final int BUFFER = 128 * 1024;
  private static final int LINKS_OF_DIRECTORY = 2;
  private static final long AS_INPUT = Descriptors.O_RDONLY | Descriptors.O_NONBLOCK;
  private static final BytePath ROOT = BytePath.of(".");

  /** A file with several names. */
  private static final class Linked {
    private final long number;
    private long names;
    private long written;

    Linked(long number) {
      this.number = number;
    }
  }

  private final CpioWriter writer;
  private final Consumer<String> notices;
  private final Map<Inode, Linked> linked = new HashMap<>();
  private final byte[] buffer = new byte[BUFFER];
  private long numbers;
  private long withAttributes;

  private CpioArchiver(CpioWriter writer, Consumer<String> notices) {
    this.writer = writer;
    this.notices = notices;
  }

  /** What a file is to the kernel; all its names have it. */
  private record Inode(FileStatus.Device device, long number) {
    static Inode of(FileStatus status) {
      return new Inode(status.device(), status.inode());
    }
  }

  /**
   * Writes all of the tree, sorted by name.
   *
   * @param notices gets a line for everything that is left out
   */
  static void write(Fd root, OutputStream out, Consumer<String> notices) throws IOException {
    CpioWriter writer = new CpioWriter(out);
    CpioArchiver archiver = new CpioArchiver(writer, notices);
    // The first name of a file says already how many there will be.
    TreeWalk.visit(root, (path, place, status) -> archiver.count(status));
    try {
      TreeWalk.visit(root, archiver::add);
    } catch (UncheckedIOException e) {
      throw e.getCause();
    }
    writer.finish();
    if (archiver.withAttributes > 0) {
      notices.accept(
          "left out the attributes of files, such as capabilities and access control lists, of "
              + archiver.withAttributes
              + ": cpio has no place for them");
    }
  }

  private void count(FileStatus status) {
    if (!status.isDirectory() && status.links() > 1) {
      numbers++;
      linked.computeIfAbsent(Inode.of(status), inode -> new Linked(numbers)).names++;
    }
  }

  private void add(BytePath path, Fd place, FileStatus status) {
    if (status.type() == FileType.SOCKET) {
      notices.accept("left out " + path + ": it is " + status.type());
      return;
    }
    Linked file = linked.get(Inode.of(status));
    boolean isFirst = file == null || file.written == 0;
    if (isFirst && Xattrs.names(place).stream().anyMatch(Attribute::isKept)) {
      withAttributes++;
    }
    try {
      BytePath name = path.isEmpty() ? ROOT : path;
      if (status.isDirectory() || file == null) {
        numbers++;
        content(
            name,
            place,
            status,
            header(status, numbers, status.isDirectory() ? LINKS_OF_DIRECTORY : 1));
      } else {
        file.written++;
        CpioWriter.Header header = header(status, file.number, file.names);
        if (status.isRegular() && file.written < file.names) {
          writer.begin(name, header, 0);
        } else {
          content(name, place, status, header);
        }
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static CpioWriter.Header header(FileStatus status, long number, long links) {
    return new CpioWriter.Header(
        number,
        status.type().bits() | status.mode(),
        status.uid(),
        status.gid(),
        links,
        status.seconds(),
        status.special());
  }

  private void content(BytePath name, Fd place, FileStatus status, CpioWriter.Header header)
      throws IOException {
    switch (status.type()) {
      case LINK -> {
        byte[] target = Nodes.target(place).bytes();
        writer.begin(name, header, target.length);
        writer.data(target, target.length);
      }
      case REGULAR -> {
        if (status.size() > CpioWriter.LARGEST) {
          throw new Failure(
              ExitStatus.FAILED,
              "cannot put " + name + " into a cpio archive",
              "it has " + status.size() + " bytes, and the format ends below 4 GiB",
              "make it smaller, or take a tar output instead of \"cpio.zst\"");
        }
        writer.begin(name, header, status.size());
        copy(place, status.size());
      }
      default -> writer.begin(name, header, 0);
    }
  }

  private void copy(Fd place, long size) throws IOException {
    try (Fd file = Descriptors.reopen(place, AS_INPUT)) {
      long left = size;
      while (left > 0) {
        int count = Contents.read(file, buffer, (int) Math.min(buffer.length, left));
        if (count == 0) {
          throw new Failure(
              ExitStatus.FAILED,
              "cannot archive " + file.name(),
              "it became shorter meanwhile",
              "end what writes to the tree, then try again");
        }
        writer.data(buffer, count);
        left -= count;
      }
    }
  }
}
