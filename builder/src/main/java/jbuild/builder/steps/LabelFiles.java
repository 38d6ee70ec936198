package jbuild.builder.steps;

import java.util.List;
import java.util.Optional;
import java.util.regex.Pattern;
import jbuild.builder.plan.Command;
import jbuild.builder.plan.Labels;
import jbuild.builder.plan.ProgramFailure;
import jbuild.builder.plan.Step;
import jbuild.builder.plan.Workspace;
import jbuild.builder.recipe.Selinux;
import jbuild.builder.toolset.ProgramTree;
import jbuild.builder.toolset.Toolset;
import jbuild.builder.toolset.Toolsets;
import jbuild.runner.ExitStatus;
import jbuild.runner.Failure;
import jbuild.runner.image.ImageTree;

/**
 * Gives each file the label that the image's own policy of SELinux has for it. The host need not
 * know SELinux: a label is an attribute that it keeps.
 *
 * @param tools has setfiles, when the host has not
 */
public record LabelFiles(Selinux wish, Toolsets tools) implements Step {
  private static final String CONFIGURATION = "/etc/selinux/config";
  private static final String RELABEL = "/.autorelabel";
  private static final String TARGET = ProgramTree.PLACE + "target";
  private static final Pattern TYPE = Pattern.compile("[A-Za-z0-9][A-Za-z0-9_-]*");

  @Override
  public String name() {
    return wish == Selinux.RELABEL_AT_BOOT
        ? "have the first start label files for SELinux"
        : "label files for SELinux";
  }

  @Override
  public void run(Workspace workspace) {
    Optional<String> contexts = contexts(workspace);
    if (contexts.isEmpty()) {
      if (wish == Selinux.LABEL) {
        throw new Failure(
            ExitStatus.FAILED,
            "cannot label the files of the image",
            "it has no policy of SELinux that " + CONFIGURATION + " names",
            "install one, for example selinux-policy-targeted, or write system.selinux = \"auto\"");
      }
      workspace.progress().detail("the image has no policy of SELinux");
    } else if (wish == Selinux.RELABEL_AT_BOOT) {
      try (ImageTree tree = ImageTree.open(workspace.root())) {
        TextFiles.write(tree, RELABEL, "");
      }
    } else {
      label(workspace, contexts.get());
    }
  }

  /** The file that says which label a path has, see selinux_config(5). */
  private static Optional<String> contexts(Workspace workspace) {
    try (ImageTree tree = ImageTree.open(workspace.root())) {
      List<String> lines =
          TextFiles.read(tree, CONFIGURATION).map(text -> text.lines().toList()).orElse(List.of());
      return value(lines, "SELINUXTYPE=")
          .filter(type -> TYPE.matcher(type).matches())
          .filter(type -> !value(lines, "SELINUX=").equals(Optional.of("disabled")))
          .map(type -> "/etc/selinux/" + type + "/contexts/files/file_contexts")
          .filter(tree::exists);
    }
  }

  private static Optional<String> value(List<String> lines, String start) {
    return lines.stream()
        .map(String::strip)
        .filter(line -> line.startsWith(start))
        .map(line -> line.substring(start.length()).strip())
        .findFirst();
  }

  private void label(Workspace workspace, String contexts) {
    // Of all files, whatever labels they have, and not of what is mounted; see setfiles(8).
    Command command =
        tools
            .get(Toolset.SELINUX, workspace)
            .command("setfiles", "-F", "-m", "-r", TARGET, TARGET + contexts, TARGET)
            .bind(workspace.root(), TARGET);
    try {
      workspace.sandbox().run(command, line -> workspace.progress().detail(line));
    } catch (ProgramFailure failure) {
      throw new Failure(
          ExitStatus.FAILED,
          "cannot label the files of the image",
          failure.details().isEmpty()
              ? failure.why()
              : failure.details().get(failure.details().size() - 1),
          "mend "
              + contexts
              + " in the image; a host that has another policy needs"
              + " system.selinux = \"relabel-at-boot\"",
          failure.details(),
          failure);
    }
    new Labels(workspace).own();
  }
}
