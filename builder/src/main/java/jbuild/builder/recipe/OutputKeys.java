package jbuild.builder.recipe;

import java.util.List;
import java.util.Map;
import java.util.Optional;

/** The keys of what lies beside outputs. */
final class OutputKeys {
  static final Key<Integer> GENERATIONS =
      Key.optional(
          Table.IMAGE,
          "generations",
          KeyType.COUNT,
          OutputSettings.STANDARD.generations(),
          "3",
          "How many builds of a subvolume are kept, the newest included.");
  static final Key<Optional<String>> KEY =
      Key.maybe(
          Table.SIGNATURE,
          "key",
          KeyType.TEXT,
          "none",
          "A file with a secret OpenPGP key, which signs SHA256SUMS; its path begins at the"
              + " directory of the file it stands in.");
  static final Key<Optional<String>> PASSPHRASE =
      Key.maybe(
          Table.SIGNATURE,
          "passphrase-file",
          KeyType.TEXT,
          "what JBUILD_SIGNING_PASSPHRASE says",
          "A file whose first line opens the key.");
  static final Key<Boolean> ARMORED =
      Key.optional(
          Table.SIGNATURE,
          "armored",
          KeyType.FLAG,
          false,
          "false",
          "Whether the signature is text, SHA256SUMS.asc, instead of SHA256SUMS.gpg.");

  static final List<Key<?>> ALL = List.of(GENERATIONS, KEY, PASSPHRASE, ARMORED);

  private OutputKeys() {}

  /** What tables without problems say. */
  static OutputSettings settings(RecipePaths paths, Tables tables) {
    Map<String, ?> signature = tables.one(Table.SIGNATURE);
    return new OutputSettings(
        DiskKeys.settings(tables),
        OciKeys.settings(tables.one(Table.OCI)),
        GENERATIONS.value(tables.one(Table.IMAGE)),
        KEY.value(signature)
            .map(
                key ->
                    new Signing(
                        paths.resolve(KEY.place(), key),
                        PASSPHRASE
                            .value(signature)
                            .map(file -> paths.resolve(PASSPHRASE.place(), file)),
                        ARMORED.value(signature))));
  }
}
