package jbuild.cli;

import java.util.List;
import java.util.concurrent.Callable;
import jbuild.builder.recipe.Explanations;
import jbuild.runner.ExitStatus;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Model.PositionalParamSpec;

/** The verb that says what keys of recipes mean. */
final class ExplainCommand implements Callable<Integer> {
  private final Explanations explanations = new Explanations();
  private final PositionalParamSpec words =
      PositionalParamSpec.builder()
          .type(List.class)
          .auxiliaryTypes(String.class)
          .paramLabel("KEY")
          .arity("0..*")
          .completionCandidates(() -> explanations.words().iterator())
          .description(
              "Keys as system.timezone, tables, or parts of their names (default: all tables).")
          .build();
  private final CommandSpec spec =
      Grammar.verb(
          "explain", "Say what a key of recipes means, what it can be, and where it stands.", this);

  ExplainCommand() {
    spec.addPositional(words);
  }

  CommandSpec spec() {
    return spec;
  }

  @Override
  public Integer call() {
    List<String> asked = words.getValue();
    if (asked == null) {
      explanations.tables().forEach(spec.commandLine().getOut()::println);
      return ExitStatus.DONE.code();
    }
    // All are looked up first: a misspelt one is not lost behind pages of others.
    List<List<String>> texts = asked.stream().map(explanations::of).toList();
    String separator = "";
    for (List<String> text : texts) {
      spec.commandLine().getOut().print(separator);
      text.forEach(spec.commandLine().getOut()::println);
      separator = "\n";
    }
    return ExitStatus.DONE.code();
  }
}
