package jbuild.builder.plan;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import jbuild.runner.ExitStatus;
import jbuild.runner.Failure;
import jbuild.runner.Reasons;

/** Whether labels of SELinux in the tree of a build are the image's: others are the host's. */
public record Labels(Workspace workspace) {
  /** From now on they are. */
  public void own() {
    try {
      Files.writeString(file(), "");
    } catch (IOException e) {
      throw new Failure(
          ExitStatus.FAILED,
          "cannot note that files are labelled",
          Reasons.of(e),
          "make room in the output directory, or choose another with --output-dir");
    }
  }

  public boolean areOwn() {
    return Files.exists(file());
  }

  private Path file() {
    return workspace.directory().resolve("labelled");
  }
}
