package jbuild.builder.distribution.dnf;

import java.util.ArrayList;
import java.util.List;
import jbuild.builder.plan.Step;
import jbuild.builder.plan.Workspace;

/** Removes packages, and what only they needed. */
record RemovePackages(Dnf dnf) implements Step {
  @Override
  public String name() {
    int count = dnf.system().remove().size();
    return "remove " + (count == 1 ? "1 package" : count + " packages") + " with dnf";
  }

  @Override
  public void run(Workspace workspace) {
    List<String> words = new ArrayList<>(List.of("remove", "--cacheonly"));
    words.addAll(dnf.system().remove());
    dnf.use(workspace, run -> run.run(false, "remove packages", words));
  }
}
