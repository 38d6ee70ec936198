package jbuild.builder.recipe;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import jbuild.builder.recipe.language.Composition;
import jbuild.builder.recipe.language.Printable;
import jbuild.builder.recipe.language.Problems;

/** The way from a recipe to what it builds on: it must end, and is gone once. */
final class BaseChain {
  private static final int LONGEST = 16;

  private final List<Path> open = new ArrayList<>();
  private final Set<Path> done = new HashSet<>();

  void enter(Path recipe) {
    open.add(real(recipe));
  }

  void leave() {
    open.remove(open.size() - 1);
  }

  /** The recipe that this one builds on, when it is one. */
  Optional<Path> next(Composition composition, Problems problems) {
    List<String> place = LanguageKeys.BASE.place();
    Tables tables = new Tables(composition.values());
    Optional<Path> base =
        LanguageKeys.BASE
            .value(tables.one(Table.IMAGE))
            .filter(name -> name.endsWith(".toml"))
            .map(name -> shown(composition.origins().of(place).source().file(), name));
    if (base.isEmpty()) {
      return base;
    }
    int first = open.indexOf(real(base.get()));
    if (first >= 0 || open.size() >= LONGEST) {
      List<String> names = new ArrayList<>();
      open.subList(Math.max(0, first), open.size())
          .forEach(file -> names.add(String.valueOf(file.getFileName())));
      names.add(String.valueOf(base.get().getFileName()));
      problems.report(
          place,
          (first >= 0 ? "recipes that build on each other: " : "too many recipes build on others: ")
              + Printable.text(String.join(" -> ", names)),
          "let the first of them build on an image, or on nothing");
      return Optional.empty();
    }
    return base;
  }

  /** Whether nobody has looked yet at what this one builds on. */
  boolean isNew(Path base) {
    return done.add(real(base));
  }

  /** As short as it can be: messages name it. */
  private static Path shown(Path recipe, String name) {
    Path file = recipe.resolveSibling(name);
    Path plain = file.normalize();
    // A link on the way changes what '..' means.
    return real(plain).equals(real(file)) ? plain : file;
  }

  private static Path real(Path file) {
    try {
      return file.toRealPath();
    } catch (IOException e) {
      return file; // It is gone, which whoever reads it will say.
    }
  }
}
