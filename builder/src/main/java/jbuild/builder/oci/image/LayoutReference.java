package jbuild.builder.oci.image;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;

/**
 * A layout, and which image of it is meant: PATH or PATH:TAG, as others write it too. What is there
 * under the whole of the path is no tag.
 *
 * @param tag not needed when there is one image only, or one that is the latest
 */
public record LayoutReference(Path layout, Optional<String> tag) {
  /** Empty when the path leads to no layout. */
  public static Optional<LayoutReference> of(Path path) {
    if (ImageLayout.is(path)) {
      return Optional.of(new LayoutReference(path, Optional.empty()));
    }
    String name = String.valueOf(path.getFileName());
    int colon = name.lastIndexOf(':');
    if (colon <= 0 || colon == name.length() - 1 || Files.exists(path)) {
      return Optional.empty();
    }
    Path layout = path.resolveSibling(name.substring(0, colon));
    return ImageLayout.is(layout)
        ? Optional.of(new LayoutReference(layout, Optional.of(name.substring(colon + 1))))
        : Optional.empty();
  }
}
