package jbuild.builder.distribution.rpm;

import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;
import jbuild.builder.plan.Step;
import jbuild.builder.plan.Workspace;
import jbuild.builder.toolset.Toolsets;

/** The steps that make a system of the rpm family, the same for each of its tools. */
public record RpmSteps(RpmProgram program, Toolsets tools) {
  /** The steps that fill the root of a workspace with the least that is a system. */
  public List<Step> base() {
    List<Step> steps = new ArrayList<>();
    tools.fetching(List.of(program.toolset())).ifPresent(steps::add);
    steps.addAll(installing("the base system", program.system().base()));
    steps.add(checkingRelease());
    return List.copyOf(steps);
  }

  private Step checkingRelease() {
    return new Doing("check that it is " + program.system().name(), program::checkRelease);
  }

  /** The steps that get ready to add to a system that is there. */
  public List<Step> preparation() {
    List<Step> steps = new ArrayList<>();
    tools.fetching(List.of(program.toolset())).ifPresent(steps::add);
    steps.add(checkingRelease());
    return List.copyOf(steps);
  }

  /** The steps that install and remove what is wanted. */
  public List<Step> packages() {
    List<Step> steps = new ArrayList<>();
    List<String> install = program.system().install();
    if (!install.isEmpty()) {
      steps.addAll(installing(count(install), install));
    }
    List<String> remove = program.system().remove();
    if (!remove.isEmpty()) {
      steps.add(new Doing("remove " + count(remove) + " with " + tool(), program::remove));
    }
    if (!program.system().passingKeys().isEmpty()) {
      steps.add(new Doing("forget keys of the build", program::forgetKeys));
    }
    steps.add(new ImageRepositories(program.system(), program.repositories()));
    return List.copyOf(steps);
  }

  private List<Step> installing(String what, List<String> names) {
    List<Step> steps = new ArrayList<>();
    if (program.fetchesFirst()) {
      steps.add(
          new Doing(
              "fetch " + what + " of " + program.system().name(),
              workspace -> program.fetch(workspace, what, names)));
    }
    steps.add(
        new Doing(
            "install " + what + " with " + tool(),
            workspace -> program.install(workspace, what, names)));
    return steps;
  }

  private String tool() {
    return program.toolset().toString();
  }

  private static String count(List<String> names) {
    return names.size() == 1 ? "1 package" : names.size() + " packages";
  }

  /** One of the steps: what it is called, and what the program does for it. */
  private record Doing(String name, Consumer<Workspace> work) implements Step {
    @Override
    public void run(Workspace workspace) {
      work.accept(workspace);
    }
  }
}
