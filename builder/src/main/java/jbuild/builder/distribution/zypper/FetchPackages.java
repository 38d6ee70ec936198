package jbuild.builder.distribution.zypper;

import java.util.ArrayList;
import java.util.List;
import jbuild.builder.plan.Step;
import jbuild.builder.plan.Workspace;

/**
 * Fetches indexes, and the packages that are to be installed with all that they need.
 *
 * @param what the packages are, for people
 */
record FetchPackages(Zypper zypper, String what, List<String> names) implements Step {
  FetchPackages {
    names = List.copyOf(names);
  }

  @Override
  public String name() {
    return "fetch " + what + " of " + zypper.system().name();
  }

  @Override
  public void run(Workspace workspace) {
    List<String> words =
        new ArrayList<>(List.of("install", "--download-only", zypper.recommends(), "--"));
    words.addAll(names);
    zypper.use(
        workspace,
        run -> {
          run.trust();
          run.run(true, "fetch " + what, words);
        });
  }
}
