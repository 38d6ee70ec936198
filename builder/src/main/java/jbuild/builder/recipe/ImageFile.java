package jbuild.builder.recipe;

import java.nio.file.Path;
import java.util.Objects;

/**
 * A file that the recipe puts into the image.
 *
 * @param path absolute, in the image
 * @param mode the permission bits
 */
public record ImageFile(String path, Content content, int mode, Owner owner) {
  private static final int ALL_MODE_BITS = 07777;

  /** Where the bytes of a file come from. */
  public sealed interface Content {
    /** From the recipe itself. */
    record Text(String text) implements Content {}

    /** From a file beside the recipe or below its directory. */
    record Copy(Path source) implements Content {}

    /** A symbolic link. */
    record Link(String target) implements Content {}
  }

  public ImageFile {
    if (!Grammar.IMAGE_PATH.matches(path) || (mode & ~ALL_MODE_BITS) != 0) {
      throw new IllegalArgumentException("not a file of an image: " + path + ", mode " + mode);
    }
    Objects.requireNonNull(content);
    Objects.requireNonNull(owner);
  }
}
