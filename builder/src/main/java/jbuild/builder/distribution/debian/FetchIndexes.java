package jbuild.builder.distribution.debian;

import java.util.List;
import jbuild.builder.plan.Step;
import jbuild.builder.plan.Workspace;
import jbuild.builder.text.Spelling;
import jbuild.runner.ExitStatus;
import jbuild.runner.Failure;

/** Learns which packages there are, and that those of the recipe are among them. */
record FetchIndexes(Archive archive) implements Step {
  @Override
  public String name() {
    DebianPackages packages = archive.packages();
    return "fetch the indexes of " + packages.profile().name() + " " + packages.release().name();
  }

  @Override
  public void run(Workspace workspace) {
    archive.fetchSuites(workspace);
    List<String> files = LocalPackages.of(archive.packages()).names();
    archive.packages().install().stream()
        .filter(name -> !files.contains(name))
        .filter(this::isUnknown)
        .forEach(this::fail);
  }

  private boolean isUnknown(String name) {
    return archive.suites().values().stream().noneMatch(suite -> suite.offers(name));
  }

  private void fail(String name) {
    List<String> names =
        archive.suites().values().stream().flatMap(suite -> suite.names()).toList();
    DebianPackages packages = archive.packages();
    throw new Failure(
        ExitStatus.FAILED,
        "cannot install " + name,
        packages.profile().name()
            + " "
            + packages.release().name()
            + " has no package of this name in "
            + String.join(", ", packages.components()),
        Spelling.nearest(name, names)
            .map(nearest -> "did you mean '" + nearest + "'?")
            .orElse("correct the name, or add the component that has it"));
  }
}
