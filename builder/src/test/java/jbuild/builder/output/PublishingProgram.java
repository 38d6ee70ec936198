package jbuild.builder.output;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import jbuild.builder.plan.BuildPlan;
import jbuild.builder.plan.Progress;
import jbuild.builder.plan.Workspace;
import jbuild.builder.recipe.OutputFormat;
import jbuild.builder.recipe.Recipe;
import jbuild.builder.recipe.SampleRecipe;
import jbuild.builder.toolset.NoPackages;
import jbuild.builder.toolset.Toolsets;
import jbuild.runner.image.ImageTree;
import jbuild.runner.image.Trees;

/** Builds one generation of an image after the other, until somebody kills it. */
final class PublishingProgram {
  static final List<String> FILES = List.of("etc/first", "etc/middle", "usr/last");

  private PublishingProgram() {}

  public static void main(String... args) throws IOException {
    Path directory = Path.of(args[0]);
    int generation = Integer.parseInt(args[1]);
    while (true) {
      publish(directory, generation);
      System.out.println(generation);
      generation++;
    }
  }

  /** Every file of the image, and of the archive, has the generation as its content. */
  static void publish(Path directory, int generation) throws IOException {
    Path own = directory.resolve(".#jbuild-" + generation);
    Workspace workspace = workspace(Files.createDirectory(own), directory);
    Files.createDirectory(workspace.root());
    try (ImageTree tree = ImageTree.open(workspace.root())) {
      byte[] content = Integer.toString(generation).getBytes(StandardCharsets.UTF_8);
      FILES.forEach(file -> tree.write(file, content, 0644, 0, 0));
    }
    Recipe recipe = SampleRecipe.of("web", OutputFormat.DIRECTORY, OutputFormat.TAR_ZST);
    new BuildPlan(Outputs.steps(recipe, directory, "key", Toolsets.of(new NoPackages())))
        .run(workspace);
    Trees.remove(own);
  }

  static Workspace workspace(Path own, Path cache) {
    return new Workspace(
        own,
        cache,
        (command, lines) -> {
          throw new IllegalStateException("outputs need no programs");
        },
        Progress.SILENT);
  }
}
