package jbuild.builder.output;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.List;
import jbuild.builder.plan.Command;
import jbuild.builder.plan.Workspace;
import jbuild.builder.toolset.ProgramTree;
import jbuild.runner.ExitStatus;
import jbuild.runner.Failure;
import jbuild.runner.Reasons;

/** Runs a program that makes one file of the tree. */
record ImageProgram(ProgramTree programs) {
  /** Where the program sees the tree, which it cannot change. */
  static final String TREE = ProgramTree.PLACE + "tree";

  private static final String OUTPUTS = ProgramTree.PLACE + "outputs/";

  /** Where the program is to make the file. */
  static String target(String fileName) {
    return OUTPUTS + fileName;
  }

  Command command(List<String> argv) {
    return programs.command(argv);
  }

  /** Runs it, and sees to it that only the owner of the file can read it. */
  void run(Command command, Workspace workspace, String fileName) {
    Path staging = Staging.make(workspace);
    Path file = staging.resolve(fileName);
    workspace.sandbox().run(command.bindReadOnly(workspace.root(), TREE).bind(staging, OUTPUTS));
    try {
      Files.setPosixFilePermissions(file, PosixFilePermissions.fromString("rw-------"));
    } catch (IOException e) {
      throw new Failure(
          ExitStatus.FAILED,
          "cannot make " + fileName,
          Reasons.of(e),
          "look into the log for what " + command.argv().get(0) + " said",
          List.of(),
          e);
    }
  }
}
