package jbuild.builder.distribution.zypper;

import java.util.ArrayList;
import java.util.List;
import jbuild.builder.plan.Step;
import jbuild.builder.plan.Workspace;

/**
 * Installs packages, without a network.
 *
 * @param what the packages are, for people
 */
record InstallPackages(Zypper zypper, String what, List<String> names) implements Step {
  InstallPackages {
    names = List.copyOf(names);
  }

  @Override
  public String name() {
    return "install " + what + " with zypper";
  }

  @Override
  public void run(Workspace workspace) {
    List<String> words = new ArrayList<>(List.of("--no-refresh", "install", zypper.recommends()));
    // Only then zypper looks for files that two packages have.
    words.addAll(List.of("--download=in-advance", "--"));
    words.addAll(names);
    zypper.use(workspace, run -> run.run(false, "install " + what, words));
  }
}
