package jbuild.builder.output;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileAttribute;
import java.nio.file.attribute.PosixFilePermission;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Set;
import jbuild.runner.ExitStatus;
import jbuild.runner.Failure;

/** Where outputs are published. */
public final class OutputDirectory {
  private static final FileAttribute<Set<PosixFilePermission>> FOR_ITS_OWNER =
      PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rwx------"));

  private OutputDirectory() {}

  /**
   * Makes it unless it exists, for its owner only: directories in it have set-uid programs of other
   * systems. The mode of an existing one is the user's choice.
   */
  public static void make(Path directory) {
    try {
      // Only the last name is ours to close.
      if (!Files.isDirectory(directory)) {
        Files.createDirectories(directory.toAbsolutePath().normalize().getParent());
        Files.createDirectory(directory, FOR_ITS_OWNER);
      }
    } catch (IOException e) {
      throw new Failure(
          ExitStatus.FAILED,
          "cannot make " + directory,
          String.valueOf(e.getMessage()),
          "choose another directory with --output-dir");
    }
  }
}
