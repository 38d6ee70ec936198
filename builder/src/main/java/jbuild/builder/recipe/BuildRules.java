package jbuild.builder.recipe;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import jbuild.builder.recipe.language.Printable;
import jbuild.builder.recipe.language.Problems;

/** Builds from sources that are not there, or with nothing to run. */
record BuildRules(RecipePaths paths, Problems problems) {
  void check(Tables recipe) {
    Map<String, ?> table = recipe.one(Table.BUILD);
    if (recipe.find(Table.BUILD).isEmpty()) {
      return;
    }
    boolean runs = table.containsKey(BuildKeys.RUN.name());
    boolean hasScript = table.containsKey(BuildKeys.SCRIPT.name());
    if (runs == hasScript) {
      problems.report(
          runs ? BuildKeys.SCRIPT.place() : Table.BUILD.path(),
          runs ? "a build has both commands and a script" : "a build has nothing to run",
          runs ? "decide for one of them" : "add run, or script");
    }
    BuildKeys.SCRIPT.valueIfRight(table).flatMap(file -> file).ifPresent(this::checkScript);
    checkSources(BuildKeys.SOURCES.rightItems(table, SourceText.class));
  }

  private void checkScript(String script) {
    List<String> place = BuildKeys.SCRIPT.place();
    String what = "cannot use " + Printable.value(script) + " as a script";
    Optional<Path> file = paths.find(place, script).filter(Files::isRegularFile);
    if (file.isEmpty()) {
      problems.report(
          place,
          what,
          "there is no such file; paths begin at the directory of the file they stand" + " in");
    } else if (!isBelow(paths.directory(place), file.get())) {
      problems.report(
          place, what, "it must lie in the directory of the file it stands in, or below");
    }
  }

  private static boolean isBelow(Path directory, Path file) {
    try {
      return file.toRealPath().startsWith(directory.toRealPath());
    } catch (IOException e) {
      return false;
    }
  }

  private void checkSources(Map<Integer, SourceText> sources) {
    List<String> before = new ArrayList<>();
    for (Map.Entry<Integer, SourceText> each : sources.entrySet()) {
      SourceText source = each.getValue();
      List<String> place = BuildKeys.place(each.getKey());
      Optional<Path> directory = paths.find(place, source.path()).map(Path::toAbsolutePath);
      String what = "cannot use " + Printable.value(source.path()) + " as sources";
      if (directory.filter(Files::isDirectory).isEmpty()) {
        problems.report(
            place,
            what,
            "there is no such directory; paths begin at the directory of the file they stand in");
      } else if (directory.get().normalize().getParent() == null) {
        problems.report(place, what, "name a directory of the host, not all of it");
      }
      before.stream()
          .filter(other -> overlap(other, source.target()))
          .findFirst()
          .ifPresent(
              other ->
                  problems.report(
                      place,
                      "sources have the places " + other + " and " + source.target(),
                      "give each a target of its own, none in another"));
      before.add(source.target());
    }
  }

  private static boolean overlap(String one, String other) {
    Path first = Path.of(one).normalize();
    Path second = Path.of(other).normalize();
    return first.toString().isEmpty()
        || second.toString().isEmpty()
        || first.startsWith(second)
        || second.startsWith(first);
  }
}
