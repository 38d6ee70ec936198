package jbuild.cli;

import java.util.concurrent.Callable;
import jbuild.builder.recipe.RecipeSchema;
import jbuild.runner.ExitStatus;
import picocli.CommandLine.Model.CommandSpec;

/** The verb that describes recipes to other programs. */
final class SchemaCommand implements Callable<Integer> {
  private final Flag part =
      Flag.of("Of files that recipes include, and of profiles: nothing is required.", "--part");
  private final CommandSpec spec =
      Grammar.verb(
          "schema",
          "Print the JSON Schema of recipes, which editors check and complete TOML with.",
          this);
  private final RecipeSchema schema;

  SchemaCommand(RecipeSchema schema) {
    this.schema = schema;
    spec.addOption(part.spec());
  }

  CommandSpec spec() {
    return spec;
  }

  @Override
  public Integer call() {
    spec.commandLine().getOut().print(part.isSet() ? schema.part() : schema.whole());
    return ExitStatus.DONE.code();
  }
}
