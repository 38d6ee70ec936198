package jbuild.builder.distribution.rpm;

import java.util.ArrayList;
import java.util.List;
import jbuild.builder.plan.ProgramFailure;
import jbuild.builder.plan.Workspace;
import jbuild.builder.toolset.ProgramTree;
import jbuild.runner.ExitStatus;
import jbuild.runner.Failure;

/** Whether what was installed is the release that was asked for: a mirror may have another one. */
public record ReleaseCheck(RpmSystem system) {
  private static final String NUMBER = "[0-9]+(\\.[0-9]+)*";

  /** In front of the answer, which others may have said something before. */
  private static final String ANSWER = "installed release: ";

  /** The command that tells. */
  List<String> question() {
    return List.of(
        "rpm",
        "--root",
        RpmWork.TARGET,
        "-q",
        "--whatprovides",
        system.facts().releasePackage(),
        "--queryformat",
        ANSWER + "%{NAME} %{VERSION}\\n");
  }

  /** What a tool's output has of the answer; nothing when it was not asked. */
  public static List<String> answer(List<String> output) {
    return output.stream()
        .filter(line -> line.startsWith(ANSWER))
        .map(line -> line.substring(ANSWER.length()))
        .toList();
  }

  /** Asks, and judges the answer. */
  public void run(Workspace workspace, RpmWork work, ProgramTree tools) {
    List<String> lines = new ArrayList<>();
    try {
      workspace.sandbox().run(work.command(tools, question(), false), lines::add);
    } catch (ProgramFailure failure) {
      throw wrong(
          "no package in it says which release it is: none provides "
              + system.facts().releasePackage());
    }
    judge(answer(lines));
  }

  /** Judges an answer. */
  public void judge(List<String> answer) {
    String version = wanted();
    boolean right =
        answer.stream()
            .map(line -> line.substring(line.lastIndexOf(' ') + 1))
            .anyMatch(found -> !version.matches(NUMBER) || isPartOf(found, version));
    if (!right) {
      throw wrong("its mirror has " + String.join(", ", answer));
    }
  }

  /** A release that is always the newest has no number. */
  private String wanted() {
    return system.release().version().orElse(system.release().name());
  }

  private static boolean isPartOf(String found, String wanted) {
    return found.equals(wanted) || found.startsWith(wanted + ".");
  }

  private Failure wrong(String why) {
    return new Failure(
        ExitStatus.FAILED,
        "the system is not " + system.name(),
        why,
        "correct distribution.release or distribution.mirror");
  }
}
