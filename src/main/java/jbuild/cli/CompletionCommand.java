package jbuild.cli;

import java.util.concurrent.Callable;
import jbuild.runner.ExitStatus;
import picocli.AutoComplete;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Spec;

@Command(
    name = "completion",
    mixinStandardHelpOptions = true,
    versionProvider = VersionText.class,
    description = "Print what makes bash complete jbuild's words: source <(jbuild completion)")
final class CompletionCommand implements Callable<Integer> {
  @Spec private CommandSpec spec;

  @Override
  public Integer call() {
    spec.commandLine().getOut().print(AutoComplete.bash("jbuild", spec.root().commandLine()));
    return ExitStatus.DONE.code();
  }
}
