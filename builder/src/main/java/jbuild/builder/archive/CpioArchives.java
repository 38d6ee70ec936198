package jbuild.builder.archive;

import java.io.BufferedOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Path;
import java.util.function.Consumer;
import jbuild.runner.ExitStatus;
import jbuild.runner.Failure;
import jbuild.runner.image.ImageTree;
import jbuild.runner.linux.BytePath;
import jbuild.runner.linux.Contents;
import jbuild.runner.linux.Descriptors;
import jbuild.runner.linux.Fd;
import jbuild.runner.linux.Sync;

/**
 * Trees as cpio archives, which the kernel takes as its first root. They hold neither attributes
 * nor parts of seconds.
 */
public final class CpioArchives {
  private static final int BUFFER = 64 * 1024;
  private static final long AS_NEW_FILE =
      Descriptors.O_WRONLY | Descriptors.O_CREAT | Descriptors.O_EXCL;

  private CpioArchives() {}

  /**
   * Writes the tree into a new file that only its owner can read, and waits until it is on disk.
   *
   * @param notices gets a line for everything that is left out
   */
  public static void write(
      Path tree, Path file, Compression compression, Consumer<String> notices) {
    try (ImageTree image = ImageTree.open(tree);
        Fd archive = Descriptors.onHost(BytePath.of(file.toString()), AS_NEW_FILE)) {
      try (OutputStream out =
          new BufferedOutputStream(compression.compress(Contents.output(archive)), BUFFER)) {
        CpioArchiver.write(image.root(), out, notices);
      }
      Sync.file(archive);
    } catch (IOException e) {
      throw new Failure(
          ExitStatus.FAILED,
          "cannot write " + file,
          String.valueOf(e.getMessage()),
          "free some space on its file system, then try again");
    }
  }
}
