package jbuild.builder.transfer;

import java.io.FilterInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import jbuild.builder.plan.Progress.Transfer;
import jbuild.runner.ExitStatus;
import jbuild.runner.Failure;
import jbuild.runner.linux.BytePath;
import jbuild.runner.linux.Contents;
import jbuild.runner.linux.Descriptors;
import jbuild.runner.linux.Fd;
import jbuild.runner.linux.FileStatus;

/**
 * Where the bytes of an import come from.
 *
 * @param path empty when it is no file of its own
 * @param size as far as that is known, else zero
 */
record ImportSource(Optional<Path> path, String name, Fd file, long size) implements AutoCloseable {
  private static final Fd STANDARD_INPUT = new Fd(0, "standard input");

  /** A file, or what this process is given to read. */
  static ImportSource of(Optional<Path> path) {
    if (path.isEmpty()) {
      return new ImportSource(path, STANDARD_INPUT.name(), STANDARD_INPUT, 0);
    }
    return of(path.get(), path.get().toString());
  }

  /** A file under another name, for people. */
  static ImportSource of(Path path, String name) {
    if (Files.isDirectory(path)) {
      throw refused(name, "it is a directory", "import it with 'jbuild import-fs'");
    }
    if (!Files.exists(path)) {
      throw refused(name, "no such file or directory", "check the path");
    }
    Fd file =
        Descriptors.onHost(
            BytePath.of(path.toString()), Descriptors.O_RDONLY | Descriptors.O_NOCTTY);
    return new ImportSource(Optional.of(path), name, file, FileStatus.of(file).size());
  }

  private static Failure refused(String name, String why, String fix) {
    return new Failure(ExitStatus.FAILED, "cannot import " + name, why, fix);
  }

  /** All of it; what was read is reported, and after each part the checkpoint is called. */
  InputStream stream(Transfer transfer, Runnable checkpoint) {
    return new FilterInputStream(Contents.input(file)) {
      @Override
      public int read() throws IOException {
        int read = super.read();
        arrived(read < 0 ? 0 : 1);
        return read;
      }

      @Override
      public int read(byte[] buffer, int offset, int length) throws IOException {
        int count = super.read(buffer, offset, length);
        arrived(Math.max(count, 0));
        return count;
      }

      private void arrived(int count) {
        checkpoint.run();
        transfer.arrived(count);
      }
    };
  }

  @Override
  public void close() {
    if (path.isPresent()) {
      file.close();
    }
  }
}
