package jbuild.builder.steps;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;
import jbuild.builder.plan.Command;
import jbuild.builder.plan.Labels;
import jbuild.builder.plan.ProgramFailure;
import jbuild.builder.plan.Step;
import jbuild.builder.plan.Workspace;
import jbuild.builder.recipe.OutputFormat;
import jbuild.builder.recipe.Recipe;
import jbuild.builder.recipe.Selinux;
import jbuild.builder.toolset.ProgramTree;
import jbuild.builder.toolset.Toolset;
import jbuild.builder.toolset.Toolsets;
import jbuild.runner.ExitStatus;
import jbuild.runner.Failure;
import jbuild.runner.Reasons;
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
  private static final String CONTEXTS = ProgramTree.PLACE + "contexts";
  private static final String FILE = "file_contexts";
  private static final List<String> ENDINGS =
      List.of("", ".homedirs", ".local", ".subs", ".subs_dist");
  private static final int LARGEST = 64 << 20;
  private static final Pattern TYPE = Pattern.compile("[A-Za-z0-9][A-Za-z0-9_-]*");

  /**
   * What labels will be made with for sure. Whether an image has a policy that its recipe does not
   * speak of is known when all is installed.
   */
  public static Set<Toolset> tools(Recipe recipe) {
    boolean isSure =
        switch (recipe.startup().selinux()) {
          case OFF, RELABEL_AT_BOOT -> false;
          case LABEL -> true;
          case AUTO -> isWanted(recipe) && installsPolicy(recipe);
        };
    return isSure ? Set.of(Toolset.SELINUX) : Set.of();
  }

  /**
   * Whether the recipe has files labelled, if there is a policy for them.
   *
   * @param policies whether the distribution's systems have some without being asked
   */
  public static boolean areWanted(Recipe recipe, boolean policies) {
    return switch (recipe.startup().selinux()) {
      case OFF -> false;
      case LABEL, RELABEL_AT_BOOT -> true;
      case AUTO -> isWanted(recipe) && (policies || installsPolicy(recipe));
    };
  }

  /** All of a labelled tree would be in the last layer of such an image. */
  private static boolean isWanted(Recipe recipe) {
    return !recipe.image().outputs().contains(OutputFormat.OCI);
  }

  private static boolean installsPolicy(Recipe recipe) {
    return recipe.packages().install().stream().anyMatch(name -> name.startsWith("selinux-policy"));
  }

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
          .map(type -> "/etc/selinux/" + type + "/contexts/files/" + FILE)
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

  private void label(Workspace workspace, String path) {
    Path contexts = copied(workspace, path);
    // Of all files, whatever labels they have, and not of what is mounted; see setfiles(8).
    Command command =
        tools
            .get(Toolset.SELINUX, workspace)
            .command("setfiles", "-F", "-m", "-r", TARGET, CONTEXTS + "/" + FILE, TARGET)
            .bindReadOnly(contexts, CONTEXTS)
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
              + path
              + " in the image; a host that has another policy needs"
              + " system.selinux = \"relabel-at-boot\"",
          failure.details(),
          failure);
    }
    new Labels(workspace).own();
  }

  /**
   * The program would follow links of the image into the tree that it comes from itself. Beside the
   * file it looks for others, see file_contexts(5).
   */
  private static Path copied(Workspace workspace, String path) {
    Path copies = workspace.directory().resolve("contexts");
    try (ImageTree tree = ImageTree.open(workspace.root())) {
      Files.createDirectories(copies);
      for (String ending : ENDINGS) {
        Optional<byte[]> content = tree.read(path + ending, LARGEST);
        if (content.isPresent()) {
          Files.write(copies.resolve(FILE + ending), content.get());
        }
      }
      return copies;
    } catch (IOException e) {
      throw new Failure(
          ExitStatus.FAILED,
          "cannot write " + copies,
          Reasons.of(e),
          "make room in the output directory, or choose another with --output-dir");
    }
  }
}
