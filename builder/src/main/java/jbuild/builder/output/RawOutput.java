package jbuild.builder.output;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.OptionalLong;
import jbuild.builder.disk.DiskIds;
import jbuild.builder.disk.DiskParts;
import jbuild.builder.disk.RawDisk;
import jbuild.builder.disk.boot.BootContent;
import jbuild.builder.plan.Step;
import jbuild.builder.plan.Workspace;
import jbuild.builder.recipe.DiskSettings;
import jbuild.builder.toolset.Toolsets;
import jbuild.runner.ExitStatus;
import jbuild.runner.Failure;
import jbuild.runner.Reasons;

/**
 * The image as a disk with a partition table, whose partitions systemd finds by their types.
 *
 * @param fileName in the output directory
 * @param architecture of the image
 */
public record RawOutput(
    String fileName, DiskSettings settings, DiskIds ids, String architecture, Toolsets tools)
    implements Step {
  public RawOutput {
    Staging.checked(fileName);
    Objects.requireNonNull(settings);
    Objects.requireNonNull(ids);
    Objects.requireNonNull(architecture);
    Objects.requireNonNull(tools);
  }

  @Override
  public String name() {
    return "write " + fileName;
  }

  @Override
  public void run(Workspace workspace) {
    Path file = Staging.make(workspace).resolve(fileName);
    List<RawDisk.Part> parts = new ArrayList<>();
    settings
        .boot()
        .map(boot -> BootContent.part(settings, boot, ids, architecture, tools, workspace))
        .ifPresent(parts::add);
    parts.addAll(new DiskParts(settings, ids, tools, workspace).parts());
    OptionalLong total =
        settings.size().isFixed()
            ? OptionalLong.of(settings.size().of(0, 0))
            : OptionalLong.empty();
    new RawDisk(ids, architecture, total, parts).write(file);
    try {
      Files.setPosixFilePermissions(file, PosixFilePermissions.fromString("rw-------"));
    } catch (IOException e) {
      throw new Failure(
          ExitStatus.FAILED,
          "cannot write " + fileName,
          Reasons.of(e),
          "choose another directory with --output-dir",
          List.of(),
          e);
    }
  }
}
