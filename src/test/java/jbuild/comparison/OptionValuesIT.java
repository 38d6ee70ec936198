package jbuild.comparison;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeSet;
import jbuild.runner.Failure;
import jbuild.runner.nspawn.Argument;
import jbuild.runner.nspawn.Draft;
import jbuild.runner.nspawn.Getopt;
import jbuild.runner.nspawn.Option;
import jbuild.runner.nspawn.Options;
import jbuild.runner.nspawn.Surroundings;
import jbuild.tools.ToolsImage;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/**
 * Which values options take, held against systemd-nspawn 252, which starts nothing here: its
 * directory is missing, and it says so only after it has understood the options.
 */
@Tag("root")
class OptionValuesIT {
  /** For each word: what the program prints on its standard error, in one line, and its status. */
  private static final String ASK =
      """
      for word; do
        text=$(systemd-nspawn "$word" -D /missing/tree 2>&1 >/dev/null </dev/null)
        status=$?
        printf '%s %s\\n' $status "$(printf %s "$text" | tail -n 1)"
      done
      """;

  private static final List<String> VALUES =
      List.of("", "%$š", "help", "no", "1", "-1", "/x", "a", "65536:1", "NOFILE=5:7");

  /** What the program says when it has understood an option, and misses what the value names. */
  private static final List<String> LATER =
      List.of(
          "/missing/tree",
          "No such device",
          "network zone lock",
          "requires --private-users",
          "access to udev",
          "/config.json'",
          "root hash signature file",
          "without private networking");

  /** What the old version finds out when it uses them, or never. */
  private static final List<String> REFUSED_AT_ONCE =
      List.of(
          "--network-veth-extra=NOFILE=5:7 taken",
          "--overlay=65536:1 taken",
          "--overlay=NOFILE=5:7 taken",
          "--overlay-ro=65536:1 taken",
          "--overlay-ro=NOFILE=5:7 taken",
          "--network-zone= taken",
          "--oci-bundle= taken",
          "--root-hash-sig= taken",
          "--slice=-1 taken",
          "--slice=/x taken");

  @Test
  void areTakenAndRefusedAsByTheOriginal() {
    List<String> words = new ArrayList<>();
    for (Option option : Options.all()) {
      if (option.argument() == Argument.REQUIRED || option.argument() == Argument.OPTIONAL) {
        VALUES.forEach(value -> words.add(option.shown() + "=" + value));
      }
    }

    List<String> theirs = ask(words);

    TreeSet<String> different = new TreeSet<>();
    for (int i = 0; i < words.size(); i++) {
      String verdict = verdict(theirs.get(i));
      // Without a service manager nobody looks at properties.
      boolean comparable = !verdict.equals("unknown") && !words.get(i).startsWith("--property");
      if (comparable && !verdict.equals(ours(words.get(i)))) {
        different.add(words.get(i) + " " + verdict);
      }
    }
    assertEquals(new TreeSet<>(REFUSED_AT_ONCE), different);
  }

  @Test
  void areMissedInTheWordsOfTheOriginal() {
    List<String> words = new ArrayList<>();
    for (Option option : Options.all()) {
      // Of the old version's options, system is the beginning of another one's name.
      boolean other = option.name().isEmpty() || option.name().equals("system");
      if (option.argument() == Argument.NONE && !other) {
        words.add(option.shown() + "=x");
      }
    }
    words.addAll(List.of("-k", "--network-i", "--selinux", "--no-such-option"));

    List<String> theirs = ask(words);

    for (int i = 0; i < words.size(); i++) {
      if (!theirs.get(i).contains("unrecognized") || words.get(i).contains("such")) {
        String word = words.get(i);
        assertEquals(theirs.get(i), "1 " + message(word), word);
      }
    }
  }

  private static List<String> ask(List<String> words) {
    List<String> command = new ArrayList<>(List.of("/bin/sh", "-c", ASK, "ask"));
    command.addAll(words);
    return ToolsImage.get().run(command.toArray(String[]::new)).output().lines().toList();
  }

  private static String verdict(String theirs) {
    if (theirs.contains("unrecognized option") || theirs.contains("is ambiguous")) {
      return "unknown";
    }
    if (theirs.startsWith("0")) {
      return "shown";
    }
    return LATER.stream().anyMatch(theirs::contains) ? "taken" : "refused";
  }

  private static String ours(String word) {
    try {
      return parse(word).asked().isPresent() ? "shown" : "taken";
    } catch (Failure failure) {
      return "refused";
    }
  }

  private static String message(String word) {
    try {
      parse(word);
      return "";
    } catch (Failure failure) {
      return failure.getMessage();
    }
  }

  private static Draft parse(String word) {
    Draft draft = new Draft(new Surroundings(Map.of(), "host"));
    new Getopt("systemd-nspawn", Options.all(), draft).parse(List.of(word));
    return draft;
  }
}
