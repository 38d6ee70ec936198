package jbuild.builder.recipe;

import java.util.List;
import java.util.Map;
import java.util.Optional;

/** The keys that decide which units start with the system, beyond those that are named. */
final class ServiceKeys {
  static final Key<List<String>> PRESET =
      Key.optional(
          Table.SERVICES,
          "preset",
          KeyType.text(Grammar.PRESET).list(),
          List.of(),
          "[]",
          "Lines of a file of presets, which counts before all others, see systemd.preset(5). It"
              + " stays in the image, as /etc/systemd/system-preset/00-recipe.preset.");
  static final Key<Optional<Boolean>> PRESET_ALL =
      Key.maybe(
          Table.SERVICES,
          "preset-all",
          KeyType.FLAG,
          "true with `preset`, else false",
          "Whether the presets of the recipe, of its files and of the distribution decide on all"
              + " units. Units in `disable`, `enable` and `mask` are dealt with after that.");

  static final List<Key<?>> ALL = List.of(PRESET, PRESET_ALL);

  private ServiceKeys() {}

  /** What a table without problems says. */
  static Recipe.Services services(Map<String, ?> table) {
    List<String> preset = PRESET.value(table);
    return new Recipe.Services(
        Key.ENABLE.value(table),
        Key.DISABLE.value(table),
        Key.MASK.value(table),
        preset,
        PRESET_ALL.value(table).orElse(!preset.isEmpty()));
  }
}
