package jbuild.builder.recipe;

import java.io.IOException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeSet;
import java.util.stream.Stream;

/** The package files that a recipe names, each or by a pattern. */
final class PackageFiles {
  private PackageFiles() {}

  /** Of a recipe without problems, each once. */
  static List<Path> of(RecipePaths paths, Map<String, ?> packages) {
    List<Path> files = new ArrayList<>();
    for (String text : RepositoryKeys.FILES.value(packages)) {
      files.addAll(matching(paths, place(packages, text), text));
    }
    return files.stream().distinct().toList();
  }

  private static List<String> place(Map<String, ?> packages, String text) {
    return place(RepositoryKeys.FILES.value(packages).indexOf(text));
  }

  static List<String> place(int index) {
    return Stream.concat(RepositoryKeys.FILES.place().stream(), Stream.of(String.valueOf(index)))
        .toList();
  }

  /** The files that a path or pattern at this place leads to, in the order of their names. */
  static List<Path> matching(RecipePaths paths, List<String> place, String text) {
    int slash = text.lastIndexOf('/');
    String name = text.substring(slash + 1);
    Path directory =
        paths
            .find(place, slash < 0 ? "." : text.substring(0, slash + 1))
            .orElse(Path.of("/nowhere"))
            .toAbsolutePath()
            .normalize();
    // As in paths of files everywhere, brackets and braces are only characters.
    String pattern = name.replaceAll("([\\\\{}\\[\\]])", "\\\\$1");
    TreeSet<Path> files = new TreeSet<>();
    try (DirectoryStream<Path> all = Files.newDirectoryStream(directory, pattern)) {
      all.forEach(files::add);
    } catch (IOException e) {
      return List.of();
    }
    files.removeIf(file -> !Files.isRegularFile(file));
    return List.copyOf(files);
  }
}
