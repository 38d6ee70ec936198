package jbuild.builder.distribution.dnf;

import java.util.ArrayList;
import java.util.List;
import jbuild.builder.plan.Step;
import jbuild.builder.plan.Workspace;

/**
 * Installs packages, without a network.
 *
 * @param what the packages are, for people
 * @param fetched whether they are in the cache already
 */
record InstallPackages(Dnf dnf, String what, List<String> names, boolean fetched) implements Step {
  InstallPackages {
    names = List.copyOf(names);
  }

  @Override
  public String name() {
    return "install " + what + " with dnf";
  }

  @Override
  public void run(Workspace workspace) {
    List<String> words = new ArrayList<>(List.of("install"));
    words.add(fetched ? "--cacheonly" : "--refresh");
    words.addAll(names);
    dnf.use(workspace, run -> run.run(false, "install " + what, words));
  }
}
