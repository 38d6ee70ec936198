package jbuild.builder.recipe;

import java.net.URI;
import java.util.Objects;

/**
 * A file of the network that the recipe puts into the image.
 *
 * @param sha256 of its content, in lower case
 * @param path absolute, in the image
 * @param mode the permission bits
 */
public record Download(URI url, String sha256, String path, int mode, Owner owner) {
  public Download {
    Objects.requireNonNull(url);
    Objects.requireNonNull(owner);
    if (!Grammar.IMAGE_PATH.matches(path) || !Grammar.SHA256.matches(sha256)) {
      throw new IllegalArgumentException("not a download: " + path + ", " + sha256);
    }
  }
}
