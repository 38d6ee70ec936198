package jbuild.builder.recipe;

import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;
import jbuild.builder.recipe.language.Printable;
import jbuild.builder.recipe.language.Problems;

/** Removals after which there would be no system any more. */
record CleanupRules(Problems problems) {
  private static final String ALL = "*";

  /** See hier(7) and file-hierarchy(7): each of them as itself, or with all that is in it. */
  private static final List<String> NEEDED =
      List.of(
          "/bin",
          "/etc",
          "/lib",
          "/lib64",
          "/sbin",
          "/usr",
          "/usr/bin",
          "/usr/lib",
          "/usr/lib64",
          "/usr/sbin",
          "/dev",
          "/proc",
          "/run",
          "/sys");

  /** They are needed, and empty until a machine starts. */
  private static final Set<String> EMPTY = Set.of("/dev", "/proc", "/run", "/sys");

  void check(Tables recipe) {
    Map<String, ?> table = recipe.one(Table.CLEANUP);
    ContentKeys.REMOVE
        .rightItems(table, String.class)
        .forEach(
            (index, pattern) ->
                destroyed(pattern)
                    .ifPresent(
                        directory ->
                            problems.report(
                                ContentKeys.REMOVE.place(index),
                                "%s would remove %s, and no system works without it"
                                    .formatted(Printable.value(pattern), directory),
                                "name what is in it, for example \"/usr/share/doc/*\"")));
  }

  /** A directory that is lost, if there is one. */
  private static Optional<String> destroyed(String pattern) {
    List<String> names = List.of(pattern.substring(1).split("/"));
    boolean isContent = names.get(names.size() - 1).equals(ALL);
    List<String> outer = names.subList(0, names.size() - 1);
    return NEEDED.stream()
        .filter(
            directory ->
                matches(names, directory)
                    || isContent && !EMPTY.contains(directory) && matches(outer, directory))
        .findFirst();
  }

  private static boolean matches(List<String> patterns, String directory) {
    String[] names = directory.substring(1).split("/");
    if (patterns.size() != names.length) {
      return false;
    }
    for (int i = 0; i < names.length; i++) {
      if (!Pattern.matches(regex(patterns.get(i)), names[i])) {
        return false;
      }
    }
    return true;
  }

  private static String regex(String glob) {
    StringBuilder regex = new StringBuilder();
    for (char letter : glob.toCharArray()) {
      switch (letter) {
        case '*' -> regex.append(".*");
        case '?' -> regex.append('.');
        default -> regex.append(Pattern.quote(String.valueOf(letter)));
      }
    }
    return regex.toString();
  }
}
