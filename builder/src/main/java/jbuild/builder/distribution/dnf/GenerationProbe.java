package jbuild.builder.distribution.dnf;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import jbuild.builder.plan.ProgramFailure;
import jbuild.builder.plan.Workspace;
import jbuild.builder.toolset.KeptAnswer;
import jbuild.builder.toolset.ProgramTree;
import jbuild.runner.ExitStatus;
import jbuild.runner.Failure;

/**
 * Asks dnf which generation it is, for a host can have either by the same name. It takes dnf longer
 * to answer than to install a package, so the answer is kept until the program changes.
 */
record GenerationProbe(ProgramTree tools) {
  Generation ask(Workspace workspace) {
    KeptAnswer answer = KeptAnswer.of(tools, program(tools), workspace.cache().resolve("dnf"));
    return answer
        .lines()
        .flatMap(GenerationProbe::known)
        .orElseGet(() -> askNow(workspace, answer));
  }

  /** What it is called in the tree. */
  static String program(ProgramTree tools) {
    return tools.has("dnf") ? "dnf" : "dnf5";
  }

  private Generation askNow(Workspace workspace, KeptAnswer answer) {
    List<String> lines = new ArrayList<>();
    try {
      workspace
          .sandbox()
          .run(tools.command(program(tools), "--version").with("LC_ALL", "C"), lines::add);
    } catch (ProgramFailure failure) {
      // It fails after its version, for want of a list of packages where it runs.
      if (known(lines).isEmpty()) {
        throw failure;
      }
    }
    Generation generation = known(lines).orElseThrow(() -> unknown(lines));
    answer.keep(lines);
    return generation;
  }

  private static Optional<Generation> known(List<String> lines) {
    return lines.stream().flatMap(line -> Generation.saying(line).stream()).findFirst();
  }

  private static Failure unknown(List<String> lines) {
    return new Failure(
        ExitStatus.HOST_CANNOT,
        "cannot use this dnf",
        "its version is none of 4 or 5: " + String.join(" ", lines),
        "write tools = \"auto\" and remove it from this host: jbuild brings its own");
  }
}
