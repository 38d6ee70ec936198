package jbuild.builder.output;

import jbuild.builder.plan.Step;
import jbuild.builder.plan.Workspace;
import jbuild.runner.linux.BytePath;
import jbuild.runner.linux.Descriptors;
import jbuild.runner.linux.Fd;
import jbuild.runner.linux.Renames;

/**
 * The image as a directory. The tree is not copied but becomes the output, so this step comes after
 * all others that read it.
 *
 * @param fileName in the output directory
 */
public record DirectoryOutput(String fileName) implements Step {
  public DirectoryOutput {
    Staging.checked(fileName);
  }

  @Override
  public String name() {
    return "make directory " + fileName;
  }

  @Override
  public void run(Workspace workspace) {
    BytePath from = BytePath.of(workspace.directory().toString());
    BytePath to = BytePath.of(Staging.make(workspace).toString());
    try (Fd directory = Descriptors.onHost(from);
        Fd staging = Descriptors.onHost(to)) {
      BytePath root = BytePath.of(workspace.root().getFileName().toString());
      Renames.replace(directory, root, staging, BytePath.of(fileName));
    }
  }
}
