package jbuild.builder.sources;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HexFormat;
import java.util.List;
import java.util.Optional;
import jbuild.builder.digest.Sha256;
import jbuild.builder.recipe.BuildSettings;
import jbuild.builder.recipe.BuildSource;
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
  private static final int HASH_BYTES = 8;

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
            distribution.architecture(),
            sources(recipe));
    return kept(places.workspace().cache().resolve("build-directories").resolve(name));
  }

  /** Another recipe may give its image the same name: what it left would be of other sources. */
  private static String sources(Recipe recipe) {
    StringBuilder text = new StringBuilder();
    for (BuildSource source : recipe.build().orElseThrow().sources()) {
      Path directory = source.directory().toAbsolutePath().normalize();
      text.append(directory).append('\n').append(source.target()).append('\n');
    }
    byte[] hash = Sha256.start().digest(text.toString().getBytes(StandardCharsets.UTF_8));
    return HexFormat.of().formatHex(hash, 0, HASH_BYTES);
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
