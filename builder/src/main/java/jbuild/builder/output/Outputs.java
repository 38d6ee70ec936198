package jbuild.builder.output;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import jbuild.builder.archive.Compression;
import jbuild.builder.plan.Step;
import jbuild.builder.recipe.OutputFormat;

/** The last steps of a build: what they make, and where it goes. */
public final class Outputs {
  private Outputs() {}

  /**
   * Makes the outputs in the workspace, and only when all are finished publishes them.
   *
   * @param key stands for all that the build depends on
   */
  public static List<Step> steps(
      String image, List<OutputFormat> formats, Path directory, String key) {
    List<Step> steps = new ArrayList<>();
    formats.stream()
        .filter(format -> format != OutputFormat.DIRECTORY)
        .forEach(format -> steps.add(new TarOutput(format.fileName(image), compression(format))));
    // The last one: the tree itself becomes the output, and nothing can read it after that.
    if (formats.contains(OutputFormat.DIRECTORY)) {
      steps.add(new DirectoryOutput(OutputFormat.DIRECTORY.fileName(image)));
    }
    List<String> names =
        new ArrayList<>(formats.stream().map(format -> format.fileName(image)).toList());
    steps.add(new Stamp(image, key, latest(image, formats)));
    // The stamp vouches for the others, so it is the last to appear.
    names.addAll(List.of(Stamp.LATEST, Stamp.fileName(image)));
    steps.add(new Publication(directory, names));
    return steps;
  }

  /** A directory can be started as it is. */
  private static String latest(String image, List<OutputFormat> formats) {
    boolean directory = formats.contains(OutputFormat.DIRECTORY);
    return (directory ? OutputFormat.DIRECTORY : formats.get(0)).fileName(image);
  }

  private static Compression compression(OutputFormat format) {
    return switch (format) {
      case TAR -> Compression.NONE;
      case TAR_GZ -> Compression.GZIP;
      case TAR_XZ -> Compression.XZ;
      case TAR_ZST -> Compression.ZSTD;
      case DIRECTORY -> throw new IllegalArgumentException("not an archive: " + format);
    };
  }
}
