package jbuild.builder.output;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import jbuild.builder.plan.Workspace;
import jbuild.runner.ExitStatus;
import jbuild.runner.Failure;
import jbuild.runner.Reasons;

/** Where outputs lie until all of them are finished: in the workspace, where nobody looks. */
final class Staging {
  private Staging() {}

  /** Makes sure that the place is there, and returns it. */
  static Path make(Workspace workspace) {
    Path place = of(workspace);
    try {
      return Files.createDirectories(place);
    } catch (IOException e) {
      throw new Failure(
          ExitStatus.FAILED,
          "cannot make " + place,
          Reasons.of(e),
          "make room in the output directory, or choose another with --output-dir");
    }
  }

  static Path of(Workspace workspace) {
    return workspace.directory().resolve("outputs");
  }

  /** Returns the name when it is one: a path would lead outputs to other places. */
  static String checked(String fileName) {
    boolean isOneName =
        !fileName.isEmpty() && fileName.indexOf('/') < 0 && fileName.indexOf('\0') < 0;
    if (!isOneName || fileName.equals(".") || fileName.equals("..")) {
      throw new IllegalArgumentException("not a file name: " + fileName);
    }
    return fileName;
  }
}
