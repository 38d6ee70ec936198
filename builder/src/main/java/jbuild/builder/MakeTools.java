package jbuild.builder;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HexFormat;
import java.util.function.Function;
import jbuild.builder.digest.Sha256;
import jbuild.builder.plan.InnerProgress;
import jbuild.builder.plan.Progress;
import jbuild.builder.plan.Step;
import jbuild.builder.plan.Workspace;
import jbuild.builder.recipe.Recipe;
import jbuild.builder.text.Unwritable;
import jbuild.runner.linux.BytePath;
import jbuild.runner.linux.Descriptors;
import jbuild.runner.linux.Fd;
import jbuild.runner.linux.Locks;

/**
 * Builds the image whose programs build another, unless it is there and nothing has changed since.
 *
 * @param outputs the directory that it is built into
 */
record MakeTools(Recipe recipe, Path outputs, Function<Progress, ImageBuilder> builders)
    implements Step {
  private static final int NAME_BYTES = 8;

  @Override
  public String name() {
    return "build the tools " + recipe.image().name();
  }

  /** Builds at the same time wait for the first of them. */
  @Override
  @SuppressWarnings("try") // Held until the end, and not touched.
  public void run(Workspace workspace) {
    try (Fd lock = lock(workspace.cache().resolve("tool-images"))) {
      Locks.exclusive(lock);
      ImageBuilder builder = builders.apply(new InnerProgress(workspace.progress()));
      if (!builder.isCurrent(recipe, outputs)) {
        builder.build(recipe, outputs);
      }
    }
  }

  private Fd lock(Path directory) {
    String image = outputs.toAbsolutePath().normalize() + "/" + recipe.image().name();
    byte[] hash = Sha256.start().digest(image.getBytes(StandardCharsets.UTF_8));
    Path file = directory.resolve(HexFormat.of().formatHex(hash, 0, NAME_BYTES) + ".lock");
    try {
      Files.createDirectories(directory);
      if (!Files.exists(file)) {
        Files.write(file, new byte[0]);
      }
      return Descriptors.onHost(BytePath.of(file.toString()), Descriptors.O_RDWR);
    } catch (IOException e) {
      throw Unwritable.inCache(file, e);
    }
  }
}
