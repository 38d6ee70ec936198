package jbuild.builder.recipe;

import java.util.List;
import java.util.Map;
import java.util.Optional;

/** The keys that say what a recipe is made from. */
final class LanguageKeys {
  static final Key<List<String>> INCLUDE =
      Key.optional(
          Table.IMAGE,
          "include",
          KeyType.TEXT.list(),
          List.of(),
          "[]",
          "Files that come before this one; their paths begin at this file's directory.");
  static final Key<List<String>> PROFILES =
      Key.optional(
          Table.IMAGE,
          "profiles",
          KeyType.text(Grammar.WORD).list(),
          List.of(),
          "[]",
          "Profiles that count: tables `[profile.NAME]`, else a file NAME.toml in the directory"
              + " profiles beside the recipe, in ~/.config/jbuild/profiles, or of jbuild.");
  static final Key<Optional<String>> BASE =
      Key.maybe(
          Table.IMAGE,
          "base",
          KeyType.TEXT,
          "none",
          "A recipe (its name ends in .toml) or an image to build on; its path begins at the"
              + " directory of the file it stands in. An image can also be named as 'jbuild images'"
              + " does.");
  static final Key<Optional<String>> MINIMUM_VERSION =
      Key.maybe(
          Table.IMAGE,
          "minimum-version",
          KeyType.text(Grammar.JBUILD),
          "any",
          "The oldest jbuild that can read the file.");

  static final Key<String> VARIABLE =
      Key.optional(Table.VARS, "NAME", KeyType.TEXT, "", "none", "What ${NAME} stands for.");

  static final Key<List<String>> MATRIX_DISTRIBUTION =
      axis("distribution", KeyType.text(Grammar.WORD), "Distributions.");
  static final Key<List<String>> MATRIX_RELEASE =
      Key.optional(
          Table.MATRIX,
          "release",
          KeyType.RELEASES,
          List.of(),
          "the recipe's",
          "Releases; as a table, each distribution has its own.");
  static final Key<List<String>> MATRIX_ARCHITECTURE =
      axis("architecture", KeyType.text(Grammar.WORD), "Architectures.");
  static final Key<List<String>> MATRIX_PROFILE =
      axis(
          "profile",
          KeyType.TEXT.as(
              "a profile, or \"\" for none",
              text -> Optional.of(text).filter(any -> any.isEmpty() || Grammar.WORD.matches(any))),
          "Profiles beside those of the recipe; \"\" is none.");
  static final Key<List<Object>> MATRIX_EXCLUDE =
      Key.optional(
          Table.MATRIX,
          "exclude",
          KeyType.EXCLUSIONS,
          List.of(),
          "[]",
          "Cells to leave out: those that have all words of an entry.");
  static final Key<Map<String, Object>> PROFILE =
      Key.optional(
          Table.PROFILE,
          "NAME",
          KeyType.PROFILE,
          Map.of(),
          "none",
          "Tables as those of a recipe, `[profile.NAME.packages]` for example.");

  static final List<Key<?>> ALL =
      List.of(
          INCLUDE,
          PROFILES,
          BASE,
          MINIMUM_VERSION,
          VARIABLE,
          MATRIX_DISTRIBUTION,
          MATRIX_RELEASE,
          MATRIX_ARCHITECTURE,
          MATRIX_PROFILE,
          MATRIX_EXCLUDE,
          PROFILE);

  private LanguageKeys() {}

  private static Key<List<String>> axis(String name, KeyType<String> word, String doc) {
    return Key.optional(Table.MATRIX, name, KeyType.some(word), List.of(), "the recipe's", doc);
  }
}
