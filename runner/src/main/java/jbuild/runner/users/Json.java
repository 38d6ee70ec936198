package jbuild.runner.users;

import java.util.ArrayList;
import java.util.List;

/** One object of JSON on one line, as systemd writes it; see RFC 8259. */
final class Json {
  private static final int FIRST_PRINTABLE = 0x20;

  private final List<String> members = new ArrayList<>();

  Json text(String key, String value) {
    return add(key, quoted(value));
  }

  Json number(String key, long value) {
    return add(key, Long.toString(value));
  }

  Json texts(String key, List<String> values) {
    return add(key, "[" + String.join(",", values.stream().map(Json::quoted).toList()) + "]");
  }

  Json object(String key, Json value) {
    return add(key, value.toString());
  }

  private Json add(String key, String value) {
    members.add(quoted(key) + ":" + value);
    return this;
  }

  private static String quoted(String text) {
    StringBuilder quoted = new StringBuilder("\"");
    for (int i = 0; i < text.length(); i++) {
      char c = text.charAt(i);
      if (c == '"' || c == '\\') {
        quoted.append('\\').append(c);
      } else if (c < FIRST_PRINTABLE) {
        quoted.append("\\u%04x".formatted((int) c));
      } else {
        quoted.append(c);
      }
    }
    return quoted.append('"').toString();
  }

  @Override
  public String toString() {
    return "{" + String.join(",", members) + "}";
  }
}
