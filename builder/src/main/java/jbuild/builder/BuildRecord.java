package jbuild.builder;

import java.io.IOException;
import java.nio.file.DirectoryIteratorException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import jbuild.builder.output.Manifest;
import jbuild.builder.output.Outputs;
import jbuild.builder.output.Stamp;
import jbuild.builder.recipe.OutputFormat;
import jbuild.builder.recipe.Recipe;
import jbuild.runner.ExitStatus;
import jbuild.runner.Failure;

/**
 * What is known of the outputs of an image that lie in an output directory.
 *
 * @param file has the key of the build that made them
 * @param outputs their paths
 */
record BuildRecord(Path file, List<Path> outputs) {
  private static final int LONGEST = 1000;
  private static final String ASIDE = ".#";
  private static final Pattern STAMP = Pattern.compile("\\.(.+)\\.build");

  static BuildRecord of(Recipe recipe, Path outputDirectory) {
    Recipe.Image image = recipe.image();
    return new BuildRecord(
        outputDirectory.resolve(Stamp.fileName(image.name())),
        image.outputs().stream()
            .map(format -> outputDirectory.resolve(format.fileName(image.name())))
            .distinct()
            .toList());
  }

  /** All that builds have put into an output directory, or are about to. */
  static List<Path> filesIn(Path outputDirectory) {
    List<Path> made = new ArrayList<>(Outputs.beside(outputDirectory));
    made.add(outputDirectory.resolve(Stamp.LATEST));
    try (DirectoryStream<Path> files = Files.newDirectoryStream(outputDirectory, ".*")) {
      for (Path file : files) {
        String name = file.getFileName().toString();
        Matcher stamp = STAMP.matcher(name);
        if (name.startsWith(ASIDE)) {
          made.add(file);
        } else if (stamp.matches()) {
          made.add(file);
          made.addAll(filesOf(outputDirectory, stamp.group(1)));
        }
      }
    } catch (IOException | DirectoryIteratorException e) {
      // Where nothing is, nothing was made.
      return made;
    }
    return made;
  }

  private static List<Path> filesOf(Path directory, String image) {
    Stream<String> formats = Stream.of(OutputFormat.values()).map(each -> each.fileName(image));
    return Stream.concat(formats, Stream.of(image + ".log", Manifest.fileName(image)))
        .map(directory::resolve)
        .toList();
  }

  /** Whether all outputs are there, made by a build with this key. */
  boolean isOf(BuildKey key) {
    return outputs.stream().allMatch(Files::exists)
        && key().filter(text -> text.equals(key.digest())).isPresent();
  }

  private Optional<String> key() {
    try {
      return Files.isRegularFile(file) && Files.size(file) < LONGEST
          ? Optional.of(Files.readString(file).strip())
          : Optional.empty();
    } catch (IOException e) {
      // Unreadable means unknown: the image is built again.
      return Optional.empty();
    }
  }

  /** Refuses to put outputs in the place of something that no build has made. */
  void protectOthers() {
    Path latest = file.resolveSibling(Stamp.LATEST);
    if (Files.exists(latest, LinkOption.NOFOLLOW_LINKS) && !Files.isSymbolicLink(latest)) {
      throw inTheWay(latest);
    }
    if (!Files.exists(file)) {
      outputs.stream()
          .filter(output -> Files.exists(output, LinkOption.NOFOLLOW_LINKS))
          .findFirst()
          .ifPresent(
              output -> {
                throw inTheWay(output);
              });
    }
  }

  private static Failure inTheWay(Path path) {
    return new Failure(
        ExitStatus.WRONG_USAGE,
        "cannot build " + path,
        "something that jbuild has not made is there",
        "move it away, or choose another directory with --output-dir");
  }
}
