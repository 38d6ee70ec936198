package jbuild.runner.nspawn;

import java.util.ArrayList;
import java.util.List;

/** The parts of a value that are separated by a character. */
final class Fields {
  private Fields() {}

  /** Separated by colons; a colon behind a backslash is part of a field. */
  static List<String> escaped(String text) {
    List<String> fields = new ArrayList<>();
    StringBuilder field = new StringBuilder();
    for (int i = 0; i < text.length(); i++) {
      char c = text.charAt(i);
      if (c == '\\' && i + 1 < text.length()) {
        char next = text.charAt(++i);
        if (next != ':' && next != '\\') {
          field.append(c);
        }
        field.append(next);
      } else if (c == ':') {
        fields.add(field.toString());
        field.setLength(0);
      } else {
        field.append(c);
      }
    }
    fields.add(field.toString());
    return fields;
  }

  /** Separated by any of the characters; empty fields are left out. */
  static List<String> of(String text, String separators) {
    List<String> fields = new ArrayList<>();
    int start = 0;
    for (int i = 0; i <= text.length(); i++) {
      if (i == text.length() || separators.indexOf(text.charAt(i)) >= 0) {
        if (i > start) {
          fields.add(text.substring(start, i));
        }
        start = i + 1;
      }
    }
    return fields;
  }
}
