package jbuild.builder.recipe.language;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import jbuild.builder.text.Spelling;

/**
 * What must be so for a table to count.
 *
 * @param words by the fact's name, the words of which one must be right; '!' in front excludes one
 */
record Condition(Map<String, List<String>> words) {
  /** The key of a table that has one. */
  static final String NAME = "when";

  private static final List<String> FACTS =
      List.of(Facts.DISTRIBUTION, Facts.RELEASE, Facts.ARCHITECTURE);
  private static final String NOT = "!";

  Condition {
    words = Map.copyOf(words);
  }

  boolean holds(Facts facts) {
    for (Map.Entry<String, List<String>> each : words.entrySet()) {
      if (!holds(facts, each.getKey(), each.getValue())) {
        return false;
      }
    }
    return true;
  }

  private static boolean holds(Facts facts, String fact, List<String> words) {
    boolean wanted = false;
    boolean found = false;
    for (String word : words) {
      if (!word.startsWith(NOT)) {
        wanted = true;
        found = found || facts.has(fact, word);
      } else if (facts.has(fact, word.substring(NOT.length()))) {
        return false;
      }
    }
    return found || !wanted;
  }

  /** Nothing when it is no condition; that is reported. */
  static Optional<Condition> read(Node when, World world, Problems problems) {
    if (!(when instanceof Node.Fields table) || table.fields().isEmpty()) {
      String form = "write for example when = {distribution = \"debian\"}";
      problems.report(when.origin(), "'when' is " + Printable.value(when.plain()), form);
      return Optional.empty();
    }
    Map<String, List<String>> words = new LinkedHashMap<>();
    table.fields().forEach((name, value) -> words.put(name, read(name, value, world, problems)));
    boolean isRight = FACTS.containsAll(words.keySet()) && !words.containsValue(List.of());
    return isRight ? Optional.of(new Condition(words)) : Optional.empty();
  }

  private static List<String> read(String name, Node value, World world, Problems problems) {
    if (!FACTS.contains(name)) {
      String fix =
          Spelling.nearest(name, FACTS)
              .map(meant -> "did you mean '" + meant + "'?")
              .orElse("known: " + String.join(", ", FACTS));
      problems.report(value.origin(), "unknown key '" + name + "' in 'when'", fix);
      return List.of();
    }
    List<Node> items = value instanceof Node.Items list ? list.items() : List.of(value);
    List<String> words = new ArrayList<>();
    for (Node item : items) {
      Optional<String> word = item.text().filter(text -> !text.isBlank());
      word.ifPresent(text -> checkKnown(name, text, item, world, problems));
      word.ifPresent(words::add);
    }
    if (words.size() < items.size() || items.isEmpty()) {
      problems.report(
          value.origin(),
          "'when." + name + "' is " + Printable.value(value.plain()),
          "write a word in quotes or a list of them; ! in front of a word means: not");
      return List.of();
    }
    return words;
  }

  /** A misspelt word would never be right, and nobody would see it. */
  private static void checkKnown(
      String name, String written, Node item, World world, Problems problems) {
    String word = written.startsWith(NOT) ? written.substring(NOT.length()) : written;
    Set<String> known =
        switch (name) {
          case Facts.DISTRIBUTION -> world.distributions();
          case Facts.RELEASE -> world.releases();
          default -> world.architectures();
        };
    if (!known.contains(word)) {
      String fix =
          Spelling.nearest(word, known)
              .map(meant -> "did you mean '" + meant + "'?")
              .orElse("known: " + String.join(", ", known));
      problems.report(item.origin(), "unknown " + name + ": " + Printable.value(word), fix);
    }
  }
}
