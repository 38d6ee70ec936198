package jbuild.runner.bus;

import java.util.List;

/** Signatures, character by character. */
final class Types {
  private Types() {}

  static void require(String known, char type) {
    if (known.indexOf(type) < 0) {
      throw new IllegalArgumentException("no such type here: " + type);
    }
  }

  static String of(List<Value> values) {
    StringBuilder all = new StringBuilder();
    for (Value value : values) {
      all.append(value.signature());
    }
    return all.toString();
  }

  /** How far from multiples of what a value starts; "Summary of D-Bus marshalling". */
  static int alignment(char type) {
    return switch (type) {
      case 'y', 'g', 'v' -> 1;
      case 'n', 'q' -> 2;
      case 'x', 't', 'd', '(', '{' -> 8;
      default -> 4;
    };
  }

  /**
   * Where the complete type ends that starts there.
   *
   * @throws IllegalArgumentException when there is none
   */
  static int end(String signature, int start) {
    int at = start;
    while (at < signature.length() && signature.charAt(at) == 'a') {
      at++;
    }
    if (at == signature.length()) {
      throw new IllegalArgumentException("a signature that breaks off: " + signature);
    }
    char type = signature.charAt(at);
    if (type != '(' && type != '{') {
      require("ybnqiuxthdsogv", type);
      return at + 1;
    }
    char close = type == '(' ? ')' : '}';
    at++;
    while (at < signature.length() && signature.charAt(at) != close) {
      at = end(signature, at);
    }
    if (at == signature.length()) {
      throw new IllegalArgumentException("a signature that breaks off: " + signature);
    }
    return at + 1;
  }
}
