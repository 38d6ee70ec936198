package jbuild.builder;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.util.List;
import java.util.function.BiConsumer;
import java.util.stream.Stream;

/** A directory beside a recipe, with all that makes a difference in an image. */
record SourceTree(Path directory) {
  /**
   * Names each file, in an order that depends on nothing else.
   *
   * @param visitor gets the name with the mode, and the content or where a link leads
   */
  void visit(BiConsumer<String, String> visitor) throws IOException {
    List<Path> files;
    try (Stream<Path> all = Files.walk(directory)) {
      files = all.sorted().toList();
    }
    for (Path file : files) {
      Object mode = Files.getAttribute(file, "unix:mode", LinkOption.NOFOLLOW_LINKS);
      visitor.accept(directory.relativize(file) + " " + mode, content(file));
    }
  }

  private static String content(Path file) throws IOException {
    if (Files.isSymbolicLink(file)) {
      return Files.readSymbolicLink(file).toString();
    }
    return Files.isRegularFile(file)
        ? new String(Files.readAllBytes(file), StandardCharsets.ISO_8859_1)
        : "";
  }
}
