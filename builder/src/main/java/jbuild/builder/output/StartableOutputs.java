package jbuild.builder.output;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import jbuild.builder.recipe.OutputFormat;

/**
 * Which of several outputs of one image a machine starts from: what is ready before what is not.
 */
public final class StartableOutputs {
  /** By their words in recipes; of archives those that are read fastest first. */
  private static final List<String> BEST =
      List.of(
          "directory",
          "subvolume",
          "raw",
          "squashfs",
          "erofs",
          "tar",
          "tar.zst",
          "tar.lz4",
          "tar.gz",
          "tar.xz",
          "tar.bz2",
          "oci");

  private StartableOutputs() {}

  /** Empty when machines start from none of them. */
  public static Optional<OutputFormat> best(List<OutputFormat> formats) {
    for (String word : BEST) {
      for (OutputFormat format : formats) {
        if (format.toString().equals(word)) {
          return Optional.of(format);
        }
      }
    }
    return Optional.empty();
  }

  /** The image of a name in an output directory. */
  public static Optional<Path> find(Path outputDirectory, String name) {
    for (String word : BEST) {
      for (OutputFormat format : OutputFormat.values()) {
        Path output = outputDirectory.resolve(format.fileName(name));
        if (format.toString().equals(word) && Files.exists(output)) {
          return Optional.of(output);
        }
      }
    }
    return Optional.empty();
  }
}
