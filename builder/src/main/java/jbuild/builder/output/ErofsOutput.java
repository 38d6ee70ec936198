package jbuild.builder.output;

import java.util.List;
import java.util.Objects;
import java.util.UUID;
import jbuild.builder.plan.Step;
import jbuild.builder.plan.Workspace;
import jbuild.builder.toolset.Toolset;
import jbuild.builder.toolset.Toolsets;

/**
 * The image as a bare erofs, compressed with LZ4HC.
 *
 * @param fileName in the output directory
 */
public record ErofsOutput(String fileName, UUID id, Toolsets tools) implements Step {
  public ErofsOutput {
    Staging.checked(fileName);
    Objects.requireNonNull(id);
    Objects.requireNonNull(tools);
  }

  @Override
  public String name() {
    return "write " + fileName;
  }

  @Override
  public void run(Workspace workspace) {
    TreeFacts facts = TreeFacts.of(workspace.root());
    ImageProgram program = new ImageProgram(tools.get(Toolset.EROFS, workspace));
    List<String> argv =
        List.of(
            "mkfs.erofs",
            "--quiet",
            "-zlz4hc",
            "-U" + id,
            ImageProgram.target(fileName),
            ImageProgram.TREE);
    // The time of the file system; files that were changed later would get it, so there are none.
    program.run(
        program.command(argv).with("SOURCE_DATE_EPOCH", Long.toString(facts.newest() + 1)),
        workspace,
        fileName);
  }
}
