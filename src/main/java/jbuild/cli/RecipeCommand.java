package jbuild.cli;

import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.Callable;
import jbuild.builder.recipe.RecipeReader;
import jbuild.runner.ExitStatus;
import picocli.CommandLine.Model.CommandSpec;

/** The verb that shows what recipes come to. */
final class RecipeCommand implements Callable<Integer> {
  private final RecipeFiles files = new RecipeFiles("Recipes to show");
  private final Flag origin =
      Flag.of("Say of each value in which line of which file it was written.", "--origin");
  private final CommandSpec spec =
      Grammar.verb(
          "recipe",
          "Show what recipes come to, with all that they include; without secrets.",
          this);
  private final RecipeReader reader;

  RecipeCommand(RecipeReader reader) {
    this.reader = reader;
    files.addTo(spec);
    spec.addOption(origin.spec());
  }

  CommandSpec spec() {
    return spec;
  }

  @Override
  public Integer call() {
    String separator = "";
    for (Path file : files.paths()) {
      List<String> images = reader.effective(files.changes().of(file), origin.isSet());
      for (String image : images) {
        spec.commandLine().getOut().print(separator + image);
        separator = "\n";
      }
    }
    return ExitStatus.DONE.code();
  }
}
