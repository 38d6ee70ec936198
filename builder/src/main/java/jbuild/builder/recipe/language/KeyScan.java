package jbuild.builder.recipe.language;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.IntStream;

/**
 * Finds where each key and each item of a list stands. Of a text that is no TOML it finds what it
 * can.
 *
 * <p>It scans the text when first asked: only the error path asks.
 */
final class KeyScan {
  private final String text;
  private final Map<List<String>, Integer> places = new HashMap<>();
  private final Map<List<String>, Integer> sizes = new HashMap<>();
  private final Set<List<String>> defined = new HashSet<>();
  private final Map<List<String>, Integer> headers = new HashMap<>();
  private Optional<Duplicate> duplicate = Optional.empty();
  private Optional<Duplicate> intrusion = Optional.empty();
  private int[] lines = {};
  private int at;

  /** A key or table that the text defines a second time. */
  record Duplicate(String name, Position first, Position second) {}

  KeyScan(String text) {
    this.text = text;
  }

  /** The first of them: parsers refuse such a text, and point somewhere behind the place. */
  Optional<Duplicate> duplicate() {
    scanOnce();
    return duplicate;
  }

  /** The first dotted key that reaches into a table which headers have made. */
  Optional<Duplicate> intrusion() {
    scanOnce();
    return intrusion;
  }

  private void intrude(List<String> path, int place) {
    Integer header = headers.get(path);
    if (header != null && intrusion.isEmpty()) {
      String name = String.join(".", path);
      intrusion = Optional.of(new Duplicate(name, position(header), position(place)));
    }
  }

  /**
   * Where the key stands; for a missing one its table, and else the start of the file.
   *
   * @param path the names of tables and keys, and the indexes, from 0, of items in lists
   */
  Position find(List<String> path) {
    scanOnce();
    for (int length = path.size(); length > 0; length--) {
      Integer place = places.get(path.subList(0, length));
      if (place != null) {
        return position(place);
      }
    }
    return Position.START;
  }

  private void scanOnce() {
    if (lines.length == 0) {
      lines =
          IntStream.range(0, text.length() + 1)
              .filter(i -> i == 0 || text.charAt(i - 1) == '\n')
              .toArray();
      scan();
    }
  }

  private void define(List<String> path, int place) {
    if (!defined.add(List.copyOf(path)) && duplicate.isEmpty()) {
      Position first = position(places.get(path));
      String name = path.get(path.size() - 1);
      duplicate = Optional.of(new Duplicate(name, first, position(place)));
    }
  }

  private Position position(int place) {
    // Where a line begins is found; anything else is inserted behind the line it is in.
    int found = Arrays.binarySearch(lines, place);
    int line = found >= 0 ? found : -found - 2;
    return new Position(line + 1, place - lines[line] + 1);
  }

  private void scan() {
    List<String> table = List.of();
    for (skipBlank(); at < text.length(); skipBlank()) {
      int before = at;
      if (text.startsWith("[[", at)) {
        at += 2;
        table = header(true);
        at += 2;
      } else if (text.charAt(at) == '[') {
        at++;
        table = header(false);
        at++;
      } else {
        keyAndValue(table);
      }
      at = Math.max(at, before + 1);
    }
  }

  private List<String> header(boolean item) {
    List<String> path = new ArrayList<>();
    for (boolean more = true; more; ) {
      skipSpace();
      int place = at;
      path.add(segment());
      places.putIfAbsent(List.copyOf(path), place);
      headers.putIfAbsent(List.copyOf(path), place);
      skipSpace();
      more = eat('.');
      if (!more && !item) {
        define(path, place);
      }
      // A list of tables that is already there: the path goes on in its last item.
      if (more && sizes.containsKey(path)) {
        path.add(String.valueOf(sizes.get(path) - 1));
      } else if (!more && item) {
        int index = sizes.merge(List.copyOf(path), 1, Integer::sum) - 1;
        path.add(String.valueOf(index));
        places.putIfAbsent(List.copyOf(path), place);
      }
    }
    return List.copyOf(path);
  }

  private void keyAndValue(List<String> table) {
    List<String> path = new ArrayList<>(table);
    for (boolean more = true; more; ) {
      skipSpace();
      int place = at;
      path.add(segment());
      boolean known = places.putIfAbsent(List.copyOf(path), place) != null;
      skipSpace();
      more = eat('.');
      if (more) {
        intrude(path, place);
      } else {
        // A table that dotted keys have made cannot be defined as a whole any more.
        if (known) {
          defined.add(List.copyOf(path));
        }
        define(path, place);
      }
    }
    eat('=');
    skipSpace();
    value(path);
  }

  private void value(List<String> path) {
    if (at >= text.length()) {
      return;
    }
    char c = text.charAt(at);
    if (TomlStrings.isQuote(c)) {
      at = TomlStrings.end(text, at);
    } else if (c == '[') {
      items(path);
    } else if (c == '{') {
      inlineTable(path);
    } else {
      skipUntil(",]}#\n");
    }
  }

  private void items(List<String> path) {
    at++;
    int index = 0;
    for (skipBlank(); at < text.length() && !eat(']'); skipBlank()) {
      List<String> item = new ArrayList<>(path);
      item.add(String.valueOf(index));
      index++;
      places.putIfAbsent(List.copyOf(item), at);
      int before = at;
      value(item);
      skipBlank();
      eat(',');
      at = Math.max(at, before + 1);
    }
  }

  private void inlineTable(List<String> path) {
    at++;
    for (skipBlank(); at < text.length() && !eat('}'); skipBlank()) {
      int before = at;
      keyAndValue(path);
      skipBlank();
      eat(',');
      at = Math.max(at, before + 1);
    }
  }

  /** One name of a dotted key, without its quotes. Escapes stay: no known key needs them. */
  private String segment() {
    int start = at;
    if (at < text.length() && TomlStrings.isQuote(text.charAt(at))) {
      at = TomlStrings.end(text, at);
      return text.substring(start + 1, Math.max(start + 1, at - 1));
    }
    skipUntil(" \t.=]},#\n");
    return text.substring(start, at);
  }

  private boolean eat(char c) {
    boolean there = at < text.length() && text.charAt(at) == c;
    if (there) {
      at++;
    }
    return there;
  }

  private void skipSpace() {
    while (at < text.length() && " \t\r".indexOf(text.charAt(at)) >= 0) {
      at++;
    }
  }

  private void skipBlank() {
    while (at < text.length()) {
      char c = text.charAt(at);
      if (c == '#') {
        skipUntil("\n");
      } else if (" \t\r\n".indexOf(c) >= 0) {
        at++;
      } else {
        return;
      }
    }
  }

  private void skipUntil(String ends) {
    while (at < text.length() && ends.indexOf(text.charAt(at)) < 0) {
      at++;
    }
  }
}
