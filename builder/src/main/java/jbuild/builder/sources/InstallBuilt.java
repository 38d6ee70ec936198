package jbuild.builder.sources;

import java.nio.file.Path;
import java.util.Optional;
import jbuild.builder.plan.Step;
import jbuild.builder.plan.Workspace;
import jbuild.runner.image.LockFile;
import jbuild.runner.image.copy.TreeMerge;
import jbuild.runner.linux.BytePath;
import jbuild.runner.linux.Descriptors;
import jbuild.runner.linux.Fd;

/**
 * Puts into the image what was built.
 *
 * @param kept what an earlier build has made of the same; else it is this one's
 */
record InstallBuilt(Optional<Path> kept) implements Step {
  @Override
  public String name() {
    return kept.isPresent()
        ? "copy what was built before into the image (nothing has changed)"
        : "copy what was built into the image";
  }

  @Override
  @SuppressWarnings("try") // The lock is held, not used.
  public void run(Workspace workspace) {
    if (kept.isPresent()) {
      try (LockFile lock = BuiltFiles.using(kept.get())) {
        copy(kept.get(), workspace);
      }
    } else {
      copy(BuildPlaces.of(workspace).results(), workspace);
    }
  }

  private static void copy(Path results, Workspace workspace) {
    try (Fd from = Descriptors.onHost(BytePath.of(results.toString()));
        Fd to = Descriptors.onHost(BytePath.of(workspace.root().toString()))) {
      int files = TreeMerge.intoSystem(from, to);
      workspace.progress().detail("files: " + files);
    }
  }
}
