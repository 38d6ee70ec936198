package jbuild.builder.recipe;

import java.io.IOException;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import jbuild.builder.distribution.AddedRepository;
import jbuild.builder.repository.PinnedKey;

/** The keys of repositories and of package files beside those of a distribution. */
final class RepositoryKeys {
  static final Key<String> NAME =
      Key.required(
          Table.REPOSITORIES,
          "name",
          KeyType.text(Grammar.REPOSITORY),
          "Tells it from the others, also in the files of a system that keeps it.");
  static final Key<URI> ADDRESS =
      Key.required(
          Table.REPOSITORIES,
          "address",
          KeyType.URL,
          "Where it is: the directory that has dists in it, or repodata, or of pacman NAME.db; there"
              + " $repo and $arch stand for its name and the architecture.");
  static final Key<Optional<List<String>>> SUITES =
      Key.maybe(
          Table.REPOSITORIES,
          "suites",
          KeyType.some(KeyType.text(Grammar.SUITE)),
          "none",
          "Which suites of it to use. Of the Debian family, and needed there.");
  static final Key<Optional<List<String>>> COMPONENTS =
      Key.maybe(
          Table.REPOSITORIES,
          "components",
          KeyType.some(KeyType.text(Grammar.COMPONENT)),
          "none",
          "Which components of each suite to use. Of the Debian family, and needed there.");
  static final Key<String> KEY =
      Key.required(
          Table.REPOSITORIES,
          "key",
          KeyType.TEXT.as(
              "the path of a file with an OpenPGP key, or the armored key itself",
              text -> Optional.of(text).filter(some -> !some.isBlank())),
          "The public key that signs it: the path of a file, armored or not, which begins at the"
              + " directory of the file it stands in; or the armored key itself.");
  static final Key<String> FINGERPRINT =
      Key.required(
          Table.REPOSITORIES,
          "fingerprint",
          KeyType.TEXT
              .as("the 40 hexadecimal digits that 'gpg --show-keys' prints", RepositoryKeys::digits)
              .formed(ValueForm.matching("([0-9A-Fa-f] *){40}")),
          "The fingerprint that the key must have.");
  static final Key<Boolean> KEEP =
      Key.optional(
          Table.REPOSITORIES,
          "keep",
          KeyType.FLAG,
          false,
          "false",
          "Whether the finished system uses it too, with its key; else nothing of it stays there.");

  static final Key<List<String>> FILES =
      Key.optional(
          Table.PACKAGES,
          "files",
          KeyType.TEXT
              .as(
                  "the path of a package; * and ? stand for parts of its name",
                  text -> Optional.of(text).filter(some -> !some.isBlank()))
              .list(),
          List.of(),
          "[]",
          "Packages that are files of this host, installed with what they need of the repositories;"
              + " nobody has to have signed them. Paths begin at the directory of the file they stand"
              + " in; in the last name * and ? stand for parts of it.");

  static final List<Key<?>> ALL =
      List.of(NAME, ADDRESS, SUITES, COMPONENTS, KEY, FINGERPRINT, KEEP, FILES);

  private static final String ARMOR = "-----BEGIN PGP PUBLIC KEY BLOCK-----";

  private RepositoryKeys() {}

  private static Optional<String> digits(String text) {
    return Optional.of(text.replace(" ", "").toUpperCase(Locale.ROOT))
        .filter(PinnedKey::isFingerprint);
  }

  /** What tables without problems say. */
  static List<AddedRepository> repositories(RecipePaths paths, List<Map<String, ?>> tables) {
    List<AddedRepository> repositories = new ArrayList<>();
    for (Map<String, ?> table : tables) {
      try {
        repositories.add(
            new AddedRepository(
                NAME.value(table),
                ADDRESS.value(table),
                SUITES.value(table).orElse(List.of()),
                COMPONENTS.value(table).orElse(List.of()),
                key(paths, repositories.size(), table),
                KEEP.value(table)));
      } catch (IOException e) {
        throw new IllegalStateException("a key has gone since it was looked at", e);
      }
    }
    return repositories;
  }

  /** The key of a repository, which may still have another fingerprint. */
  static PinnedKey key(RecipePaths paths, int index, Map<String, ?> table) throws IOException {
    String text = KEY.value(table);
    byte[] key;
    if (text.strip().startsWith(ARMOR)) {
      key = text.strip().getBytes(StandardCharsets.UTF_8);
    } else {
      Path file = paths.find(place(index, KEY), text).orElseThrow(IOException::new);
      key = Files.readAllBytes(file);
    }
    return PinnedKey.of(NAME.value(table), FINGERPRINT.value(table), key);
  }

  static List<String> place(int index, Key<?> key) {
    List<String> place = new ArrayList<>(Table.REPOSITORIES.path());
    place.addAll(List.of(String.valueOf(index), key.name()));
    return List.copyOf(place);
  }
}
