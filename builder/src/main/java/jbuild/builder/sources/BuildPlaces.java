package jbuild.builder.sources;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import jbuild.builder.plan.Workspace;
import jbuild.runner.ExitStatus;
import jbuild.runner.Failure;
import jbuild.runner.Reasons;

/**
 * Where a build happens, below the directory of the image's own workspace.
 *
 * @param workspace whose root is the copy that is built in
 */
record BuildPlaces(Workspace workspace) {
  /** What the build sees. */
  static final String SOURCES = "/work/src";

  static final String SCRATCH = "/work/build";
  static final String RESULTS = "/work/dest";

  /** Of the workspace of an image. */
  static BuildPlaces of(Workspace image) {
    return new BuildPlaces(
        new Workspace(
            image.directory().resolve("build"), image.cache(), image.sandbox(), image.progress()));
  }

  /** What the build has put into $DESTDIR. */
  Path results() {
    return workspace.directory().resolve("dest");
  }

  /** A directory of the build, made when it is missing. */
  Path directory(String name) {
    Path path = workspace.directory().resolve(name);
    try {
      return Files.createDirectories(path);
    } catch (IOException e) {
      throw new Failure(
          ExitStatus.FAILED,
          "cannot make " + path,
          Reasons.of(e),
          "make room in the output directory, or choose another with --output-dir");
    }
  }
}
