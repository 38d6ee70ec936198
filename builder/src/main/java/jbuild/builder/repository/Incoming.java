package jbuild.builder.repository;

import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;

/** A file of the cache that is being written. Unless it is kept, closing removes it. */
final class Incoming implements AutoCloseable {
  private final Path path;
  private OutputStream out;

  Incoming(Path path) {
    this.path = path;
  }

  Path path() {
    return path;
  }

  /** Begins again, with an empty file. */
  void restart() {
    try {
      closeStream();
      out = Files.newOutputStream(path);
    } catch (IOException e) {
      throw FetchFailures.unwritable(path, e);
    }
  }

  void write(byte[] block, int length) {
    try {
      out.write(block, 0, length);
    } catch (IOException e) {
      throw FetchFailures.unwritable(path, e);
    }
  }

  void finish() throws IOException {
    closeStream();
    // Programs in sandboxes read it as other users.
    Files.setPosixFilePermissions(path, PosixFilePermissions.fromString("rw-r--r--"));
  }

  private void closeStream() throws IOException {
    if (out != null) {
      out.close();
      out = null;
    }
  }

  @Override
  public void close() {
    try {
      closeStream();
      Files.deleteIfExists(path);
    } catch (IOException e) {
      throw FetchFailures.unwritable(path, e);
    }
  }
}
