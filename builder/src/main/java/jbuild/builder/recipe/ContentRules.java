package jbuild.builder.recipe;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;
import jbuild.builder.recipe.language.Printable;
import jbuild.builder.recipe.language.Problems;

/** Files that come from nowhere, from two places at once, or to a place that another has. */
final class ContentRules {
  private static final long LARGEST_FILE = 64L * 1024 * 1024;

  private final RecipePaths paths;
  private final Problems problems;
  private final Map<String, List<String>> places = new HashMap<>();

  ContentRules(RecipePaths paths, Problems problems) {
    this.paths = paths;
    this.problems = problems;
  }

  void check(Tables recipe) {
    checkFiles(recipe.several(Table.FILES));
    List<Map<String, ?>> trees = recipe.several(Table.TREES);
    for (int i = 0; i < trees.size() && !problems.full(); i++) {
      List<String> place = place(Table.TREES, i, ContentKeys.TREE_SOURCE);
      ContentKeys.TREE_SOURCE
          .valueIfRight(trees.get(i))
          .ifPresent(source -> checkSource(place, source, true));
    }
    List<Map<String, ?>> downloads = recipe.several(Table.DOWNLOADS);
    for (int i = 0; i < downloads.size() && !problems.full(); i++) {
      checkPlace(Table.DOWNLOADS, i, ContentKeys.DOWNLOAD_PATH, downloads.get(i));
      checkAddress(place(Table.DOWNLOADS, i, ContentKeys.DOWNLOAD_URL), downloads.get(i));
    }
    checkInside(recipe);
  }

  /** What is on this host can be seen at once. */
  private void checkAddress(List<String> place, Map<String, ?> download) {
    ContentKeys.DOWNLOAD_URL
        .valueIfRight(download)
        .filter(address -> "file".equals(address.getScheme()))
        .filter(address -> !Files.isRegularFile(Path.of(address)))
        .ifPresent(
            address ->
                problems.report(
                    place,
                    "there is no file " + Printable.value(address.getPath()),
                    "write the address of a file"));
  }

  /** A file cannot be the directory of another one. Links can lead to directories. */
  private void checkInside(Tables recipe) {
    Set<String> files = new HashSet<>(places.keySet());
    for (Map<String, ?> file : recipe.several(Table.FILES)) {
      if (file.containsKey(ContentKeys.FILE_LINK.name())) {
        ContentKeys.FILE_PATH.valueIfRight(file).ifPresent(files::remove);
      }
    }
    for (Map.Entry<String, List<String>> each : places.entrySet()) {
      String path = each.getKey();
      for (int end = path.lastIndexOf('/'); end > 0; end = path.lastIndexOf('/', end - 1)) {
        String outer = path.substring(0, end);
        if (files.contains(outer)) {
          problems.report(
              each.getValue(),
              Printable.value(path) + " is in " + outer + ", which is a file",
              "the file is written at " + problems.place(places.get(outer)));
        }
      }
    }
  }

  /** Everybody may follow a link, and nobody needs to own it. */
  private void checkLink(int index, Map<String, ?> file) {
    boolean isLink = ContentKeys.FILE_LINK.valueIfRight(file).flatMap(link -> link).isPresent();
    for (Key<?> key : List.of(ContentKeys.FILE_MODE, ContentKeys.FILE_OWNER)) {
      if (isLink && file.containsKey(key.name())) {
        problems.report(
            place(Table.FILES, index, key),
            "a link has no " + key.name() + " of its own",
            "leave it out: what the link leads to has one");
      }
    }
  }

  private void checkFiles(List<Map<String, ?>> files) {
    for (int i = 0; i < files.size() && !problems.full(); i++) {
      Map<String, ?> file = files.get(i);
      List<String> place = List.of(Table.FILES.word(), String.valueOf(i));
      List<String> given =
          Stream.of(ContentKeys.FILE_CONTENT, ContentKeys.FILE_SOURCE, ContentKeys.FILE_LINK)
              .map(Key::name)
              .filter(file::containsKey)
              .toList();
      if (given.isEmpty()) {
        problems.report(
            place, "a file has neither content nor source nor link", "write one of them");
      } else if (given.size() > 1) {
        problems.report(place, "a file has " + String.join(" and ", given), "write one of them");
      }
      List<String> sourcePlace = place(Table.FILES, i, ContentKeys.FILE_SOURCE);
      ContentKeys.FILE_SOURCE
          .valueIfRight(file)
          .flatMap(source -> source)
          .ifPresent(source -> checkSource(sourcePlace, source, false));
      checkPlace(Table.FILES, i, ContentKeys.FILE_PATH, file);
      checkLink(i, file);
    }
  }

  private void checkPlace(Table table, int index, Key<String> key, Map<String, ?> values) {
    Optional<String> path = key.valueIfRight(values);
    if (path.isPresent()) {
      List<String> here = place(table, index, key);
      List<String> other = places.putIfAbsent(path.get(), here);
      if (other != null) {
        problems.report(
            here,
            Printable.value(path.get()) + " is written twice",
            "the other is at " + problems.place(other));
      }
    }
  }

  private void checkSource(List<String> place, String source, boolean tree) {
    String what = "cannot use " + Printable.value(source) + " as a source";
    try {
      // Links are followed first: the file itself must lie beneath the recipe.
      Path file = paths.find(place, source).orElseThrow(IOException::new).toRealPath();
      if (!file.startsWith(paths.directory(place).toRealPath())) {
        problems.report(
            place, what, "it must lie in the directory of the file it stands in, or below");
      } else if (tree != Files.isDirectory(file) || !tree && !Files.isRegularFile(file)) {
        problems.report(place, what, tree ? "it must be a directory" : "it must be a file");
      } else if (!tree && Files.size(file) > LARGEST_FILE) {
        problems.report(place, what, "it must not be larger than 64 MiB: make it a package");
      }
    } catch (IOException e) {
      String kind = tree ? "directory" : "file";
      problems.report(
          place,
          what,
          "there is no such " + kind + "; paths begin at the directory of the file they stand in");
    }
  }

  private static List<String> place(Table table, int index, Key<?> key) {
    return List.of(table.word(), String.valueOf(index), key.name());
  }
}
