package jbuild.builder.disk;

import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.OptionalLong;
import jbuild.runner.linux.BytePath;
import jbuild.runner.linux.Contents;
import jbuild.runner.linux.Descriptors;
import jbuild.runner.linux.Fd;

/** Copies a file into a place of a larger one that is still a hole; holes stay holes. */
final class SparseCopy {
  private SparseCopy() {}

  static void into(Path disk, long start, Path file) throws IOException {
    try (Fd holes = Descriptors.onHost(BytePath.of(file.toString()), Descriptors.O_RDONLY);
        FileChannel from = FileChannel.open(file, StandardOpenOption.READ);
        FileChannel to = FileChannel.open(disk, StandardOpenOption.WRITE)) {
      OptionalLong data = Contents.nextData(holes, 0);
      while (data.isPresent()) {
        long end = Contents.nextHole(holes, data.getAsLong());
        copy(from, to, data.getAsLong(), end, start);
        data = Contents.nextData(holes, end);
      }
    }
  }

  private static void copy(FileChannel from, FileChannel to, long data, long end, long start)
      throws IOException {
    long position = data;
    to.position(start + data);
    while (position < end) {
      long copied = from.transferTo(position, end - position, to);
      if (copied <= 0) {
        throw new IOException("the file system became shorter meanwhile");
      }
      position += copied;
    }
  }
}
