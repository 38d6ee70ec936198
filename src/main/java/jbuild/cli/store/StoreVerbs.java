package jbuild.cli.store;

import java.util.List;
import java.util.Optional;

/** All verbs of the store. A class of a verb is loaded when the verb was typed. */
public final class StoreVerbs {
  private static final List<Option> LISTING =
      List.of(Options.ALL, Options.NO_LEGEND, Options.OUTPUT, Options.JSON);
  private static final List<Option> SHOWING =
      List.of(Options.ALL, Options.PROPERTY, Options.VALUE, Options.ONLY_VALUE_OF);

  private static final List<Entry> ALL =
      List.of(
          new Entry(
              "images",
              "",
              0,
              0,
              "Could not get images",
              "List the images that machines start from by name.",
              LISTING),
          new Entry(
              "list-images", "", 0, 0, "Could not get images", "The same as images.", LISTING),
          new Entry(
              "image-status",
              "[NAME...]",
              0,
              Entry.ANY,
              "Could not get path to image",
              "Tell people about images, or where images are.",
              List.of()),
          new Entry(
              "show-image",
              "[NAME...]",
              0,
              Entry.ANY,
              "Could not get path to image",
              "Tell programs about images, or where images are.",
              SHOWING));

  private StoreVerbs() {}

  /** The verbs that jbuild itself has. */
  public static List<Entry> all() {
    return ALL;
  }

  static Optional<Entry> find(String name) {
    for (Entry entry : ALL) {
      if (entry.name().equals(name)) {
        return Optional.of(entry);
      }
    }
    return Optional.empty();
  }

  /** Made when it runs, so that a list of verbs costs nothing. */
  public static StoreVerb make(Entry entry, StoreHost host) {
    return switch (entry.name()) {
      case "images", "list-images" -> new ListVerb(host);
      case "image-status" -> new StatusVerb(host);
      case "show-image" -> new ShowVerb(host);
      default -> throw new IllegalStateException("nobody makes the verb " + entry.name());
    };
  }
}
