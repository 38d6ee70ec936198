package jbuild.builder.distribution.dnf;

import java.util.ArrayList;
import java.util.List;
import jbuild.builder.distribution.rpm.ReleaseCheck;
import jbuild.builder.distribution.rpm.RpmTool;
import jbuild.builder.distribution.rpm.RpmWork;
import jbuild.builder.plan.Command;
import jbuild.builder.plan.Workspace;
import jbuild.builder.toolset.ProgramTree;

/** The program, ready to work on an image. */
record DnfRun(
    Dnf dnf, Workspace workspace, RpmWork work, ProgramTree tools, Generation generation) {
  /**
   * Runs one of its commands.
   *
   * @param network whether it fetches from mirrors, or has all that it needs
   * @param doing completes the sentence "dnf cannot ..."
   */
  void run(boolean network, String doing, List<String> words) {
    run(work.command(tools, argv(words), network), doing);
  }

  /** The same without a network; returns which release the system is then. */
  List<String> install(String doing, List<String> words) {
    return ReleaseCheck.answer(run(work.installation(tools, argv(words)), doing));
  }

  private List<String> argv(List<String> words) {
    List<String> argv = new ArrayList<>(List.of(GenerationProbe.program(tools)));
    argv.addAll(generation.options());
    argv.addAll(
        List.of(
            "--config=" + RpmWork.SETTINGS + "/" + Dnf.SETTINGS,
            "--installroot=" + RpmWork.TARGET,
            "--releasever=" + dnf.system().release().name()));
    if (dnf.system().isForeign()) {
      argv.add("--forcearch=" + dnf.system().architecture());
    }
    argv.addAll(words);
    return argv;
  }

  private List<String> run(Command command, String doing) {
    return new RpmTool(
            "dnf", DnfErrors.DESPITE_SUCCESS, DnfErrors.FAILURES, generation.log(), dnf.proxies())
        .run(workspace, work, command, doing);
  }
}
