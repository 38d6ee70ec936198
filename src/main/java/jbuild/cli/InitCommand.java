package jbuild.cli;

import java.nio.file.Path;
import java.util.Optional;
import java.util.concurrent.Callable;
import jbuild.builder.recipe.NewRecipe;
import jbuild.builder.recipe.StarterRecipes;
import jbuild.runner.ExitStatus;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Model.OptionSpec;
import picocli.CommandLine.Model.PositionalParamSpec;

/** The verb that writes a recipe to begin with. */
final class InitCommand implements Callable<Integer> {
  private final PositionalParamSpec file =
      PositionalParamSpec.builder()
          .type(Path.class)
          .paramLabel("FILE")
          .arity("0..1")
          .description("Where to write it, if there is none yet (default: it is printed).")
          .build();
  private final OptionSpec distribution =
      OptionSpec.builder("--distribution")
          .type(String.class)
          .paramLabel("NAME")
          .arity("1")
          .defaultValue("debian")
          .description("What to install from (default: ${DEFAULT-VALUE}).")
          .build();
  private final OptionSpec release =
      OptionSpec.builder("--release")
          .type(String.class)
          .paramLabel("RELEASE")
          .arity("1")
          .description("Which release of it (default: the one that most people want).")
          .build();
  private final CommandSpec spec =
      Grammar.verb("init", "Write a recipe to begin with; nothing is asked.", this);
  private final StarterRecipes recipes;

  InitCommand(StarterRecipes recipes) {
    this.recipes = recipes;
    spec.addPositional(file);
    spec.addOption(distribution);
    spec.addOption(release);
  }

  CommandSpec spec() {
    return spec;
  }

  @Override
  public Integer call() {
    String text = recipes.text(distribution.getValue(), Optional.ofNullable(release.getValue()));
    Path place = file.getValue();
    if (place == null) {
      spec.commandLine().getOut().print(text);
    } else {
      new NewRecipe(place).write(text);
    }
    return ExitStatus.DONE.code();
  }
}
