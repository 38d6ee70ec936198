package jbuild.builder.distribution.rpm;

import java.util.ArrayList;
import java.util.List;
import jbuild.builder.distribution.errors.ToolErrors;
import jbuild.builder.plan.Command;
import jbuild.builder.plan.ProgramFailure;
import jbuild.builder.plan.ToolOutput;
import jbuild.builder.plan.Workspace;
import jbuild.builder.repository.Proxies;
import jbuild.runner.Failure;

/**
 * Runs a package tool and understands what it says: also that scripts of packages failed, which the
 * tools do not take for a failure.
 *
 * @param name of the tool, for people
 * @param errors that end a build, whatever the exit status
 * @param failures why the tool failed
 * @param log the name of its own log
 * @param proxies those of the environment
 */
public record RpmTool(
    String name, ToolErrors errors, ToolErrors failures, String log, Proxies proxies) {
  /**
   * Runs it, and returns what it has said.
   *
   * @param doing completes the sentence "dnf cannot ..."
   */
  public List<String> run(Workspace workspace, RpmWork work, Command command, String doing) {
    ToolOutput output = new ToolOutput(workspace.progress());
    try {
      workspace.sandbox().run(command, output);
    } catch (ProgramFailure failure) {
      throw failures
          .find(output.lines(), work::translated)
          .map(found -> work.distrust(proxies).explained(found))
          .orElseGet(() -> unknown(work, failure, doing));
    }
    errors
        .find(output.lines(), work::translated)
        .ifPresent(
            failure -> {
              throw failure;
            });
    return output.lines();
  }

  private Failure unknown(RpmWork work, ProgramFailure failure, String doing) {
    List<String> details = new ArrayList<>(failure.details());
    details.addAll(work.endOf(log));
    String last =
        failure.details().stream()
            .filter(line -> !line.isBlank())
            .reduce((before, line) -> line)
            .map(line -> ": " + line.strip())
            .orElse("");
    return new ProgramFailure(
        name + " cannot " + doing,
        failure.why() + work.translated(last),
        failure.fix(),
        details.stream().map(work::translated).toList());
  }
}
