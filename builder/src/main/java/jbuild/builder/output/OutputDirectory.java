package jbuild.builder.output;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import jbuild.runner.ExitStatus;
import jbuild.runner.Failure;
import jbuild.runner.linux.BytePath;
import jbuild.runner.linux.Descriptors;
import jbuild.runner.linux.Errno;
import jbuild.runner.linux.Fd;
import jbuild.runner.linux.Nodes;
import jbuild.runner.linux.SyscallFailure;

/** Where outputs are published. */
public final class OutputDirectory {
  private OutputDirectory() {}

  /**
   * Makes it unless it exists, for its owner only: directories in it have set-uid programs of other
   * systems. The mode of an existing one is the user's choice.
   */
  public static void make(Path directory) {
    Path absolute = directory.toAbsolutePath().normalize();
    if (Files.isDirectory(absolute)) {
      return;
    }
    try (Fd parent = parent(absolute)) {
      Nodes.makeDirectory(parent, BytePath.of(absolute.getFileName().toString()));
    } catch (SyscallFailure failure) {
      // Another build may have made it just now; where a file is in the way, using it will tell.
      if (failure.errno() != Errno.EEXIST) {
        throw failure;
      }
    }
  }

  private static Fd parent(Path directory) {
    Path parent = directory.getParent();
    try {
      return Descriptors.onHost(BytePath.of(Files.createDirectories(parent).toString()));
    } catch (IOException e) {
      throw new Failure(
          ExitStatus.FAILED,
          "cannot make " + parent,
          e.toString(),
          "choose another directory with --output-dir");
    }
  }
}
