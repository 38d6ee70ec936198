package jbuild.builder.unpacked;

import java.nio.file.Path;
import jbuild.runner.linux.Fd;

/**
 * What was made of an archive. It belongs to many: whoever uses it writes to a copy.
 *
 * @param path stays as it is until this is closed, or this process ends
 * @param isDisk whether it is a disk image, and not a directory
 */
public record Unpacked(Path path, boolean isDisk, Fd lock) implements AutoCloseable {
  @Override
  public void close() {
    lock.close();
  }
}
