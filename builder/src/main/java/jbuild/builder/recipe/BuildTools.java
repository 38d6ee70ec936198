package jbuild.builder.recipe;

import java.nio.file.Path;

/** Whose programs build an image: package tools, and those that outputs are written with. */
public sealed interface BuildTools {
  /** The host's where it has them, else jbuild's own. */
  BuildTools AUTO = Usual.AUTO;

  /** Those that need no name. */
  enum Usual implements BuildTools {
    AUTO,
    HOST
  }

  /**
   * Those of an image.
   *
   * @param path of its tree, or of its recipe (its name ends in .toml), which is built first
   */
  record Image(Path path) implements BuildTools {
    public boolean isRecipe() {
      return path.toString().endsWith(".toml");
    }
  }
}
