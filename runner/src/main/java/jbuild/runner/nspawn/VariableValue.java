package jbuild.runner.nspawn;

import java.util.Map;
import jbuild.runner.Failure;

/** Environment variables. */
final class VariableValue {
  private VariableValue() {}

  /** A name alone stands for the variable's value in this environment, or for an empty one. */
  static void add(
      String option, String text, Map<String, String> environment, Map<String, String> variables) {
    int equals = text.indexOf('=');
    String name = equals < 0 ? text : text.substring(0, equals);
    if (!isName(name)) {
      throw wrong(option, text, "'" + name + "' names no variable");
    }
    String value = equals < 0 ? environment.getOrDefault(name, "") : text.substring(equals + 1);
    for (int i = 0; i < value.length(); i++) {
      char c = value.charAt(i);
      if (c < ' ' && c != '\t' && c != '\n' || c == 127) {
        throw wrong(option, text, "there is a control character in the value");
      }
    }
    variables.put(name, value);
  }

  static boolean isName(String text) {
    for (int i = 0; i < text.length(); i++) {
      char c = text.charAt(i);
      boolean letter = c >= 'a' && c <= 'z' || c >= 'A' && c <= 'Z' || c == '_';
      if (!letter && (i == 0 || c < '0' || c > '9')) {
        return false;
      }
    }
    return !text.isEmpty();
  }

  private static Failure wrong(String option, String text, String why) {
    return BadValue.of(option, text, why, "write NAME=VALUE, or NAME");
  }
}
