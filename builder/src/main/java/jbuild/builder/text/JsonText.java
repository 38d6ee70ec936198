package jbuild.builder.text;

import java.nio.charset.StandardCharsets;
import java.util.Map;

/** Values as JSON, always the same bytes: maps in their order. */
public final class JsonText {
  private final StringBuilder text = new StringBuilder();
  private final boolean forPeople;
  private int level;

  private JsonText(boolean forPeople) {
    this.forPeople = forPeople;
  }

  /** Of maps, lists, texts, whole numbers and truth values; no space between anything. */
  public static byte[] of(Object value) {
    JsonText json = new JsonText(false);
    json.add(value);
    return json.text.toString().getBytes(StandardCharsets.UTF_8);
  }

  /** The same on many lines. */
  public static String lines(Object value) {
    JsonText json = new JsonText(true);
    json.add(value);
    return json.text.append('\n').toString();
  }

  private void add(Object value) {
    if (value instanceof Map<?, ?> map) {
      object(map);
    } else if (value instanceof Iterable<?> list) {
      list(list);
    } else if (value instanceof String words) {
      quote(words);
    } else if (value instanceof Number || value instanceof Boolean) {
      text.append(value);
    } else {
      throw new IllegalArgumentException("nothing that JSON has: " + value);
    }
  }

  private void object(Map<?, ?> map) {
    text.append('{');
    level++;
    String separator = "";
    for (Map.Entry<?, ?> entry : map.entrySet()) {
      text.append(separator);
      breakLine();
      quote(entry.getKey().toString());
      text.append(forPeople ? ": " : ":");
      add(entry.getValue());
      separator = ",";
    }
    end(!map.isEmpty(), '}');
  }

  private void list(Iterable<?> list) {
    text.append('[');
    level++;
    String separator = "";
    for (Object item : list) {
      text.append(separator);
      breakLine();
      add(item);
      separator = ",";
    }
    end(!separator.isEmpty(), ']');
  }

  private void end(boolean hasMembers, char bracket) {
    level--;
    if (hasMembers) {
      breakLine();
    }
    text.append(bracket);
  }

  private void breakLine() {
    if (forPeople) {
      text.append('\n').append("  ".repeat(level));
    }
  }

  private void quote(String words) {
    text.append('"');
    for (int at = 0; at < words.length(); at++) {
      char c = words.charAt(at);
      if (c == '"' || c == '\\') {
        text.append('\\').append(c);
      } else if (c < ' ' || Character.isSurrogate(c) && !isPaired(words, at)) {
        text.append("\\u%04x".formatted((int) c));
      } else {
        text.append(c);
      }
    }
    text.append('"');
  }

  private static boolean isPaired(String words, int at) {
    return Character.isHighSurrogate(words.charAt(at))
        ? at + 1 < words.length() && Character.isLowSurrogate(words.charAt(at + 1))
        : at > 0 && Character.isHighSurrogate(words.charAt(at - 1));
  }
}
