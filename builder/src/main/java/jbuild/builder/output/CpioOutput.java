package jbuild.builder.output;

import java.nio.file.Path;
import java.util.Objects;
import jbuild.builder.archive.Compression;
import jbuild.builder.archive.CpioArchives;
import jbuild.builder.plan.Step;
import jbuild.builder.plan.Workspace;

/**
 * The image as a cpio archive, from which the kernel starts when it is given as the initrd.
 *
 * @param fileName in the output directory
 */
public record CpioOutput(String fileName, Compression compression) implements Step {
  public CpioOutput {
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
    CpioArchives.write(workspace.root(), archive, compression, workspace.progress()::detail);
  }
}
