package jbuild.cli;

import java.util.List;
import jbuild.cli.progress.Shown;

/** What is said of a verb that was told to end before it was done: above all what is left of it. */
final class UnfinishedVerb {
  private static final String BUILD = "build";
  private static final String WHY = "jbuild was told to end before";

  private final String verb;

  private UnfinishedVerb(String verb) {
    this.verb = verb;
  }

  /** The verb of a command line; what has none is a build. */
  static UnfinishedVerb of(String... words) {
    for (String word : words) {
      if (!word.startsWith("-")) {
        return new UnfinishedVerb(Verbs.names().contains(word) ? word : BUILD);
      }
    }
    return new UnfinishedVerb(BUILD);
  }

  List<String> lines() {
    if (Verbs.ORIGINALS.contains(verb)) {
      return List.of("Interrupted before the end.");
    }
    String what =
        verb.equals(BUILD) ? "the build did not end" : "'jbuild " + verb + "' did not end";
    return List.of("error: " + Shown.text(what), "  why: " + WHY, "  fix: " + fix());
  }

  private String fix() {
    return switch (verb) {
      case BUILD -> "build again; what was there before is still there";
      case "clone", "import", "import-tar", "import-raw", "import-fs", "pull-oci", "pull-dkr" ->
          "start it again; nothing is left of the new image";
      case "pull", "pull-tar", "pull-raw" ->
          "start it again; what has arrived of a file is kept, and the rest is fetched";
      case "export", "export-tar", "export-raw" ->
          "start it again; no half file is left, and one that was there before still is";
      case "push" -> "start it again; what the registry has already is not sent again";
      case "remove", "clean" -> "start it again; 'jbuild images' lists what is still there";
      case "rename", "read-only", "set-limit" ->
          "look at the image with 'jbuild image-status', then start it again";
      case Starters.BOOT, Starters.RUN -> "start it again; nothing is left of a machine";
      case "pool" -> "'jbuild pool status' says how it is; then start it again";
      default -> "start it again";
    };
  }
}
