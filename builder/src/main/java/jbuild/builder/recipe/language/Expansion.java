package jbuild.builder.recipe.language;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;
import jbuild.builder.text.Spelling;

/** Puts values into the texts of a document, where it has ${NAME}. */
final class Expansion {
  static final String OPEN = "${";
  private static final String LITERAL = "$${";
  private static final char CLOSE = '}';

  /** No variable of a shell is followed by a dot: it is a key of the recipe, or was to be one. */
  private static final Pattern OF_NO_SHELL = Pattern.compile("[A-Za-z_]\\w*(\\.[\\w-]+)+");

  private static final String ENVIRONMENT = "env:";
  private static final String ELSE = ":-";
  private static final int LONGEST = Source.LARGEST;
  private static final int MOST_SUGGESTIONS = 1000;

  private final Names names;
  private final Map<String, String> environment;
  private final Shape shape;
  private final Problems problems;
  private final Growth growth;
  private final Map<String, String> done = new HashMap<>();
  private final Set<String> broken = new HashSet<>();
  private final List<String> open = new ArrayList<>();

  Expansion(
      Names names, Map<String, String> environment, Shape shape, Problems problems, Growth growth) {
    this.names = names;
    this.environment = environment;
    this.shape = shape;
    this.problems = problems;
    this.growth = growth;
  }

  Node.Fields apply(Node.Fields document) {
    return table(document, List.of());
  }

  private Node any(Node node, List<String> path) {
    if (node instanceof Node.Fields table) {
      return table(table, path);
    }
    if (node instanceof Node.Items list) {
      List<Node> items = new ArrayList<>(list.items().size());
      for (Node item : list.items()) {
        items.add(any(item, path));
      }
      return new Node.Items(items, list.origin());
    }
    Optional<String> text = node.text().filter(any -> any.contains(OPEN));
    if (text.isEmpty()) {
      return node;
    }
    Optional<String> expanded = text(text.get(), node.origin(), shape.isShell(path));
    return new Node.Scalar(expanded.orElse(text.get()), node.origin());
  }

  private Node.Fields table(Node.Fields table, List<String> path) {
    Map<String, Node> fields = new LinkedHashMap<>();
    table
        .fields()
        .forEach((name, field) -> fields.put(name, any(field, Conditions.below(path, name))));
    return new Node.Fields(fields, table.origin());
  }

  /** What a scalar of the recipe comes to. */
  Optional<String> value(String name) {
    return names.find(name).flatMap(node -> value(name, node));
  }

  /** Nothing when something is wrong with it; that is reported. */
  private Optional<String> text(String text, Origin origin, boolean shell) {
    StringBuilder result = new StringBuilder();
    int at = 0;
    for (int next = text.indexOf(OPEN); next >= 0; next = text.indexOf(OPEN, at)) {
      boolean literal = next > at && text.startsWith(LITERAL, next - 1);
      int close = text.indexOf(CLOSE, next);
      String name = close < 0 ? "" : text.substring(next + OPEN.length(), close);
      boolean foreign = shell && !isOurs(name);
      if (foreign || literal) {
        result.append(text, at, literal && !foreign ? next - 1 : next).append(OPEN);
        at = next + OPEN.length();
        continue;
      }
      if (close < 0) {
        problems.reportLast(
            origin, "a '${' is not closed", "write $${ where the text itself shall have ${");
        return Optional.empty();
      }
      Optional<String> value = lookUp(name, origin);
      if (value.isEmpty()) {
        problems.silence(origin);
        return Optional.empty();
      }
      result.append(text, at, next).append(value.get());
      at = close + 1;
      if (result.length() > LONGEST) {
        problems.reportLast(
            origin, "a text becomes longer than 1 MiB", "look which ${...} in it are that long");
        return Optional.empty();
      }
    }
    result.append(text, at, text.length());
    growth.add(result.length(), origin);
    return Optional.of(result.toString());
  }

  private boolean isOurs(String name) {
    return name.startsWith(ENVIRONMENT)
        || names.find(name).isPresent()
        || OF_NO_SHELL.matcher(name).matches();
  }

  private Optional<String> lookUp(String name, Origin origin) {
    if (name.startsWith(ENVIRONMENT)) {
      return variable(name.substring(ENVIRONMENT.length()), origin);
    }
    Optional<Node.Scalar> node = names.find(name);
    if (node.isPresent()) {
      return value(name, node.get());
    }
    if (names.isList(name)) {
      problems.reportLast(
          origin,
          Printable.text(shown(name)) + " stands for a list, and only a text can be in a text",
          "write the texts themselves, or a variable of [vars] in both places");
      return Optional.empty();
    }
    String fix =
        Spelling.nearest(name, names.all(MOST_SUGGESTIONS))
            .map(meant -> "did you mean '${" + meant + "}'?")
            .orElse("set it in [vars], or write $${ where the text itself shall have ${");
    problems.reportLast(origin, "unknown name in " + Printable.text(shown(name)), fix);
    return Optional.empty();
  }

  private static String shown(String name) {
    String cut = name.length() > 64 ? name.substring(0, 64) + "..." : name;
    return "'${" + cut.replace('\n', ' ') + "}'";
  }

  private Optional<String> variable(String words, Origin origin) {
    int or = words.indexOf(ELSE);
    String name = or < 0 ? words : words.substring(0, or);
    String value = environment.get(name);
    if (value != null) {
      return Optional.of(value);
    }
    if (or >= 0) {
      return Optional.of(words.substring(or + ELSE.length()));
    }
    problems.reportLast(
        origin,
        "the environment has no variable " + Printable.value(name),
        "set it, or write what else it is: ${env:NAME:-text}");
    return Optional.empty();
  }

  private Optional<String> value(String name, Node.Scalar node) {
    String known = done.get(name);
    if (known != null) {
      return Optional.of(known);
    }
    if (broken.contains(name)) {
      return Optional.empty();
    }
    if (open.contains(name)) {
      List<String> chain = new ArrayList<>(open.subList(open.indexOf(name), open.size()));
      chain.add(name);
      problems.reportLast(
          node.origin(),
          "names that lead back to themselves: " + String.join(" -> ", chain),
          "write one of them without the others");
      return Optional.empty();
    }
    if (open.size() >= TomlDepth.DEEPEST) {
      problems.reportLast(
          node.origin(), "names lead to names too often", "no recipe needs this depth");
      return Optional.empty();
    }
    open.add(name);
    String text = String.valueOf(node.value());
    Optional<String> value =
        text.contains(OPEN) ? text(text, node.origin(), false) : Optional.of(text);
    open.remove(open.size() - 1);
    value.ifPresentOrElse(result -> done.put(name, result), () -> broken.add(name));
    return value;
  }
}
