package jbuild.builder.output;

import java.nio.file.Path;
import java.time.Instant;
import java.util.Objects;
import java.util.Optional;

/**
 * One build of an image that is kept.
 *
 * @param path of the read-only subvolume
 * @param version that the image gives itself
 * @param current whether machines start from a copy of it
 */
public record Generation(
    int number, Path path, Instant built, Optional<String> version, boolean current) {
  public Generation {
    Objects.requireNonNull(path);
    Objects.requireNonNull(built);
    Objects.requireNonNull(version);
  }
}
