package jbuild.builder.output;

import java.nio.file.Path;
import java.util.Objects;
import jbuild.builder.archive.Archives;
import jbuild.builder.archive.Compression;
import jbuild.builder.plan.Labels;
import jbuild.builder.plan.Step;
import jbuild.builder.plan.Workspace;

/**
 * The image as a tar archive with all its owners, modes, links, holes and attributes.
 *
 * @param fileName in the output directory
 */
public record TarOutput(String fileName, Compression compression) implements Step {
  public TarOutput {
    Staging.checked(fileName);
    Objects.requireNonNull(compression);
  }

  @Override
  public String name() {
    return "write " + fileName;
  }

  @Override
  public void run(Workspace workspace) {
    Path archive = Staging.make(workspace).resolve(fileName);
    boolean labelled = new Labels(workspace).areOwn();
    Archives.write(workspace.root(), archive, compression, labelled, workspace.progress()::detail);
  }
}
