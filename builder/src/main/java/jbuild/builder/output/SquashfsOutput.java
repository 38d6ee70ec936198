package jbuild.builder.output;

import java.util.List;
import java.util.Objects;
import jbuild.builder.plan.Step;
import jbuild.builder.plan.Workspace;
import jbuild.builder.toolset.Toolset;
import jbuild.builder.toolset.Toolsets;

/**
 * The image as a bare squashfs, compressed with zstd. It holds all but access control lists and
 * parts of seconds.
 *
 * @param fileName in the output directory
 */
public record SquashfsOutput(String fileName, Toolsets tools) implements Step {
  /** The program's own choice, 15, takes twenty times as long for little. */
  private static final String LEVEL = "9";

  public SquashfsOutput {
    Staging.checked(fileName);
    Objects.requireNonNull(tools);
  }

  @Override
  public String name() {
    return "write " + fileName;
  }

  @Override
  public void run(Workspace workspace) {
    TreeFacts facts = TreeFacts.of(workspace.root());
    if (facts.lists() > 0) {
      workspace
          .progress()
          .detail(
              "left out the access control lists of "
                  + facts.lists()
                  + " files: squashfs has no place for them");
    }
    ImageProgram program = new ImageProgram(tools.get(Toolset.SQUASHFS, workspace));
    List<String> argv =
        List.of(
            "mksquashfs",
            ImageProgram.TREE,
            ImageProgram.target(fileName),
            "-noappend",
            "-no-progress",
            "-quiet",
            "-xattrs",
            // The tree's own, so that the same tree gives the same bytes.
            "-mkfs-time",
            Long.toString(facts.newest()),
            "-comp",
            "zstd",
            "-Xcompression-level",
            LEVEL);
    program.run(program.command(argv), workspace, fileName);
  }
}
