package jbuild.builder.recipe;

import java.nio.file.Path;
import java.util.Objects;

/**
 * A directory beside the recipe whose files go into the image, with their modes and links.
 *
 * @param path absolute, in the image: the directory that gets them
 * @param owner of all of them
 */
public record CopiedTree(Path source, String path, Owner owner) {
  public CopiedTree {
    Objects.requireNonNull(source);
    Objects.requireNonNull(owner);
    if (!path.equals("/") && !Grammar.IMAGE_PATH.matches(path)) {
      throw new IllegalArgumentException("not a directory of an image: " + path);
    }
  }
}
