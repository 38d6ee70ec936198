package jbuild.builder.distribution.pacman;

import java.util.ArrayList;
import java.util.List;
import jbuild.builder.plan.Workspace;
import jbuild.builder.toolset.KeptAnswer;
import jbuild.builder.toolset.ProgramTree;

/** Asks pacman which generation it is, once for each program. */
record PacmanProbe(ProgramTree tools) {
  private static final String PROGRAM = "pacman";

  PacmanGeneration ask(Workspace workspace) {
    KeptAnswer answer = KeptAnswer.of(tools, PROGRAM, workspace.cache().resolve(PROGRAM));
    return answer
        .lines()
        .flatMap(PacmanGeneration::saying)
        .orElseGet(() -> askNow(workspace, answer));
  }

  private PacmanGeneration askNow(Workspace workspace, KeptAnswer answer) {
    List<String> lines = new ArrayList<>();
    workspace.sandbox().run(tools.command(PROGRAM, "--version").with("LC_ALL", "C"), lines::add);
    PacmanGeneration generation = PacmanGeneration.of(lines);
    answer.keep(lines);
    return generation;
  }
}
