package jbuild.cli;

import java.util.concurrent.Callable;
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

  CommandSpec spec() {
    return spec;
  }

  @Override
  public Integer call() {
    spec.commandLine().getOut().print(AutoComplete.bash("jbuild", spec.root().commandLine()));
    return ExitStatus.DONE.code();
  }
}
