package jbuild.builder.recipe;

import java.util.List;
import java.util.Map;
import java.util.Optional;

/** The keys of images of OCI. */
final class OciKeys {
  static final Key<List<String>> ENTRYPOINT =
      words("entrypoint", "[]", "The first words of the command that its containers run.");
  static final Key<List<String>> CMD =
      words(
          "cmd",
          "init, or a shell when the image is not bootable",
          "The other words of the command; whoever starts a container may give others.");
  static final Key<List<String>> ENV =
      words(
          "env",
          KeyType.text(Grammar.VARIABLE),
          "[]",
          "Variables of its containers; PATH is there in any case.");
  static final Key<Optional<String>> USER =
      Key.maybe(
          Table.OCI,
          "user",
          KeyType.text(Grammar.CONTAINER_USER),
          "root",
          "Who runs the command: a user of the image, or USER:GROUP, by name or number.");
  static final Key<Optional<String>> WORKING_DIR =
      Key.maybe(
          Table.OCI, "working-dir", KeyType.text(Grammar.IMAGE_PATH), "\"/\"", "Where it runs.");
  static final Key<List<String>> EXPOSED_PORTS =
      words(
          "exposed-ports",
          KeyType.text(Grammar.EXPOSED_PORT),
          "[]",
          "Where its containers listen; nothing is published by it.");
  static final Key<List<String>> LABELS =
      words(
          "labels",
          KeyType.text(Grammar.LABEL),
          "[]",
          "What else there is to know of the image, for example"
              + " \"org.opencontainers.image.licenses=MIT\".");
  static final Key<Optional<String>> STOP_SIGNAL =
      Key.maybe(
          Table.OCI,
          "stop-signal",
          KeyType.text(Grammar.SIGNAL),
          "SIGRTMIN+3 for an init",
          "What asks the command to end.");
  static final Key<LayerCompression> COMPRESSION =
      Key.optional(
          Table.OCI,
          "compression",
          KeyType.LAYER_COMPRESSION,
          LayerCompression.GZIP,
          "\"gzip\"",
          "How its layers are compressed; all programs can read gzip.");

  static final List<Key<?>> ALL =
      List.of(
          ENTRYPOINT, CMD, ENV, USER, WORKING_DIR, EXPOSED_PORTS, LABELS, STOP_SIGNAL, COMPRESSION);

  private OciKeys() {}

  private static Key<List<String>> words(String name, String shown, String doc) {
    return words(name, KeyType.ARGUMENT, shown, doc);
  }

  private static Key<List<String>> words(
      String name, KeyType<String> items, String shown, String doc) {
    return Key.optional(Table.OCI, name, items.list(), List.of(), shown, doc);
  }

  /** What a table without problems says. */
  static OciSettings settings(Map<String, ?> table) {
    return new OciSettings(
        ENTRYPOINT.value(table),
        CMD.value(table),
        ENV.value(table),
        USER.value(table),
        WORKING_DIR.value(table),
        EXPOSED_PORTS.value(table),
        LABELS.value(table),
        STOP_SIGNAL.value(table),
        COMPRESSION.value(table));
  }
}
