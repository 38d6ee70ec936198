package jbuild.builder.distribution.dnf;

import java.util.ArrayList;
import java.util.List;
import jbuild.builder.plan.Step;
import jbuild.builder.plan.Workspace;

/**
 * Fetches indexes, and the packages that are to be installed with all that they need.
 *
 * @param what the packages are, for people
 */
record FetchPackages(Dnf dnf, String what, List<String> names) implements Step {
  FetchPackages {
    names = List.copyOf(names);
  }

  @Override
  public String name() {
    return "fetch " + what + " of " + dnf.system().name();
  }

  @Override
  public void run(Workspace workspace) {
    List<String> words = new ArrayList<>(List.of("install", "--downloadonly", "--refresh"));
    words.addAll(names);
    dnf.use(workspace, run -> run.run(true, "fetch " + what, words));
  }
}
