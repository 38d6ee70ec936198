package jbuild.builder.sources;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import jbuild.builder.recipe.BuildSettings;
import jbuild.builder.recipe.Recipe;
import jbuild.runner.ExitStatus;
import jbuild.runner.Failure;
import jbuild.runner.Reasons;
import jbuild.runner.linux.BytePath;
import jbuild.runner.linux.Descriptors;
import jbuild.runner.linux.Fd;
import jbuild.runner.linux.Locks;

/**
 * The build directory of a build: a new one, or what the build before left of it, which one build
 * at a time has for itself.
 */
record Scratch(Path directory, Optional<Fd> lock) implements AutoCloseable {
  static Scratch of(Recipe recipe, BuildPlaces places) {
    if (!recipe.build().map(BuildSettings::incremental).orElse(false)) {
      return new Scratch(places.directory("scratch"), Optional.empty());
    }
    Recipe.Distribution distribution = recipe.distribution();
    String name =
        String.join(
            "-",
            recipe.image().name(),
            distribution.name(),
            distribution.release(),
            distribution.architecture());
    return kept(places.workspace().cache().resolve("build-directories").resolve(name));
  }

  private static Scratch kept(Path directory) {
    try {
      OwnDirectory.make(directory.getParent());
      Files.createDirectories(directory);
    } catch (IOException e) {
      throw new Failure(
          ExitStatus.FAILED,
          "cannot make " + directory,
          Reasons.of(e),
          "free some space there, or set JBUILD_CACHE to a directory with more",
          List.of(),
          e);
    }
    Fd lock =
        Descriptors.onHost(
            BytePath.of(directory.toString()), Descriptors.O_RDONLY | Descriptors.O_DIRECTORY);
    Locks.exclusive(lock);
    return new Scratch(directory, Optional.of(lock));
  }

  @Override
  public void close() {
    lock.ifPresent(Fd::close);
  }
}
