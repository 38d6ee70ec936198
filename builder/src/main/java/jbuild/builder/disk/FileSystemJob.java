package jbuild.builder.disk;

import java.nio.file.Path;
import java.util.UUID;
import jbuild.builder.plan.Command;
import jbuild.builder.plan.Workspace;
import jbuild.builder.toolset.ProgramTree;
import jbuild.builder.toolset.Toolset;
import jbuild.builder.toolset.Toolsets;

/**
 * One file system to be made of a tree.
 *
 * @param label of the file system
 * @param id of the file system
 */
record FileSystemJob(
    PartitionTree tree, String label, UUID id, Toolsets tools, Workspace workspace) {
  /** Where programs see the file that they write into. */
  static final String FILE = ProgramTree.PLACE + "disk";

  ProgramTree programs(Toolset set) {
    return tools.get(set, workspace);
  }

  /** Runs a program that sees the tree, and a file that it can write. */
  void run(Command command, Path file) {
    Command bound = tree.bound(command.bind(file, FILE).with("LC_ALL", "C.UTF-8"));
    workspace.sandbox().run(bound, workspace.progress()::detail);
  }

  /** A file beside the image, for a file system that cannot be made in its place. */
  Path aside() {
    return workspace.directory().resolve("partition-" + label);
  }
}
