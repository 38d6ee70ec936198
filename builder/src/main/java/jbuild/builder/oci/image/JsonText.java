package jbuild.builder.oci.image;

import java.nio.charset.StandardCharsets;
import java.util.Iterator;
import java.util.Map;

/** Values as JSON, always the same bytes: maps in their order, no space between anything. */
final class JsonText {
  private final StringBuilder text = new StringBuilder();

  private JsonText() {}

  /** Of maps, lists, texts, whole numbers and truth values. */
  static byte[] of(Object value) {
    JsonText json = new JsonText();
    json.add(value);
    return json.text.toString().getBytes(StandardCharsets.UTF_8);
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
    String separator = "";
    for (Map.Entry<?, ?> entry : map.entrySet()) {
      text.append(separator);
      quote(entry.getKey().toString());
      text.append(':');
      add(entry.getValue());
      separator = ",";
    }
    text.append('}');
  }

  private void list(Iterable<?> list) {
    text.append('[');
    for (Iterator<?> items = list.iterator(); items.hasNext(); ) {
      add(items.next());
      text.append(items.hasNext() ? "," : "");
    }
    text.append(']');
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
