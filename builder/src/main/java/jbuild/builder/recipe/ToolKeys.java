package jbuild.builder.recipe;

import java.nio.file.Files;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import jbuild.builder.recipe.language.Printable;
import jbuild.builder.recipe.language.Problems;

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

  /** An image must be there. */
  static void check(RecipePaths paths, Problems problems, Map<String, ?> image) {
    TOOLS
        .valueIfRight(image)
        .filter(text -> image.containsKey(TOOLS.name()))
        .filter(text -> !text.equals(AUTO) && !text.equals(HOST))
        .filter(text -> paths.find(TOOLS.place(), text).filter(Files::exists).isEmpty())
        .ifPresent(
            text ->
                problems.report(
                    TOOLS.place(),
                    "there is no recipe and no image " + Printable.value(text),
                    "write \"auto\", \"host\", or a path that begins at the directory of the file"
                        + " it stands in"));
  }
}
