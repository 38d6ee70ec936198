package jbuild.cli;

import java.io.PrintWriter;
import java.util.concurrent.Callable;
import jbuild.builder.recipe.KeyWords;
import jbuild.cli.manual.ValueCompletion;
import jbuild.runner.ExitStatus;
import picocli.AutoComplete;
import picocli.CommandLine.Model.CommandSpec;

/** The verb that teaches bash our words. */
final class CompletionCommand implements Callable<Integer> {
  private final CommandSpec spec =
      Grammar.verb(
          "completion",
          "Print what makes bash complete jbuild's words: source <(jbuild completion)",
          this);
  private final KeyWords words;

  CompletionCommand(KeyWords words) {
    this.words = words;
  }

  CommandSpec spec() {
    return spec;
  }

  @Override
  public Integer call() {
    PrintWriter out = spec.commandLine().getOut();
    out.print(AutoComplete.bash("jbuild", spec.root().commandLine()));
    out.print(ValueCompletion.script(words));
    return ExitStatus.DONE.code();
  }
}
