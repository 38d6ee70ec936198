package jbuild.builder.recipe;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import jbuild.builder.recipe.language.Printable;
import jbuild.builder.recipe.language.Problems;
import jbuild.builder.text.Spelling;

/** The key that says whose programs build an image. */
final class ToolKeys {
  private static final String AUTO = "auto";
  private static final String HOST = "host";

  static final Key<String> TOOLS =
      Key.optional(
          Table.IMAGE,
          "tools",
          KeyType.TEXT.as(
              "\"auto\", \"host\" or the path of an image",
              text -> Optional.of(text).filter(some -> !some.isBlank())),
          AUTO,
          "\"auto\"",
          "Whose programs build it: \"host\" are those of this host and no others, \"auto\" brings"
              + " what it lacks; else a directory with a system that has them, or a recipe (its name"
              + " ends in .toml), which is built first. A path begins at the directory of the file it"
              + " stands in.");

  static final List<Key<?>> ALL = List.of(TOOLS);

  private ToolKeys() {}

  /** What a table without problems says. */
  static BuildTools tools(RecipePaths paths, Map<String, ?> image) {
    String text = TOOLS.value(image);
    return switch (text) {
      case AUTO -> BuildTools.Usual.AUTO;
      case HOST -> BuildTools.Usual.HOST;
      default -> new BuildTools.Image(paths.resolve(TOOLS.place(), text));
    };
  }

  /** An image must be there, with programs in it. */
  static void check(RecipePaths paths, Problems problems, Map<String, ?> image) {
    Optional<String> named =
        TOOLS
            .valueIfRight(image)
            .filter(text -> image.containsKey(TOOLS.name()))
            .filter(text -> !text.equals(AUTO) && !text.equals(HOST));
    if (named.isEmpty()) {
      return;
    }
    Optional<Path> file = paths.find(TOOLS.place(), named.get()).filter(Files::exists);
    if (file.isEmpty()) {
      problems.report(
          TOOLS.place(),
          "there is no recipe and no image " + Printable.value(named.get()),
          Spelling.nearest(named.get(), List.of(AUTO, HOST))
              .map(word -> "did you mean \"" + word + "\"?")
              .orElse(
                  "write \"auto\", \"host\", or a path that begins at the directory of the file"
                      + " it stands in"));
    } else if (!named.get().endsWith(Bases.RECIPE)) {
      new ImageLook(file.get())
          .objectionAsTree()
          .ifPresent(
              why ->
                  problems.report(
                      TOOLS.place(),
                      "cannot use the tools of " + Printable.value(named.get()) + ": " + why,
                      "name a directory with a system in it, or a recipe that makes one"));
    }
  }
}
