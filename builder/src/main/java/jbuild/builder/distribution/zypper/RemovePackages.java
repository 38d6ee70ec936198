package jbuild.builder.distribution.zypper;

import java.util.ArrayList;
import java.util.List;
import jbuild.builder.plan.Step;
import jbuild.builder.plan.Workspace;

/** Removes packages, and what only they needed. */
record RemovePackages(Zypper zypper) implements Step {
  @Override
  public String name() {
    int count = zypper.system().remove().size();
    return "remove " + (count == 1 ? "1 package" : count + " packages") + " with zypper";
  }

  @Override
  public void run(Workspace workspace) {
    List<String> words = new ArrayList<>(List.of("--no-refresh", "remove", "--clean-deps", "--"));
    words.addAll(zypper.system().remove());
    zypper.use(workspace, run -> run.run(false, "remove packages", words));
  }
}
