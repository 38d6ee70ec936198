package jbuild.runner.console;

import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;

/**
 * Gives all that a machine writes to a terminal a background, so that people see where they are.
 *
 * <p>A program that sets a background of its own has it; when it goes back to the usual one, that
 * is this one. See ECMA-48, SGR and EL.
 */
final class Tint {
  private static final byte ESCAPE = 0x1b;
  private static final int LONGEST = 64;
  private static final String TO_END_OF_LINE = "\033[K";
  private static final int DEFAULT = 49;
  private static final int FIRST = 40;
  private static final int EXTENDED = 48;
  private static final int BY_NUMBER = 5;

  private enum State {
    TEXT,
    NEW_LINE,
    CARRIAGE_RETURN,
    ESCAPED,
    SEQUENCE
  }

  private final String colour;
  private final byte[] set;
  private final byte[] setLine;
  private final StringBuilder parameters = new StringBuilder();
  private State state = State.TEXT;

  /**
   * A background.
   *
   * @param colour parameters of SGR, such as 44 or 48;2;0;0;80
   */
  Tint(String colour) {
    this.colour = colour;
    this.set = bytes("\033[" + colour + "m");
    this.setLine = bytes("\033[" + colour + "m" + TO_END_OF_LINE);
  }

  /** How many bytes become of one at most. */
  int growth() {
    return setLine.length + 1;
  }

  /** What comes before all other. */
  String begin() {
    return new String(setLine, StandardCharsets.US_ASCII);
  }

  /** The next part of the output, with what the background needs. */
  byte[] over(byte[] output) {
    ByteArrayOutputStream all = new ByteArrayOutputStream(2 * output.length);
    for (byte one : output) {
      before(one, all);
      all.write(one);
    }
    return all.toByteArray();
  }

  private void before(byte next, ByteArrayOutputStream all) {
    if (state == State.SEQUENCE) {
      inSequence(next, all);
      return;
    }
    if (state == State.NEW_LINE) {
      all.writeBytes(setLine);
    } else if (state == State.CARRIAGE_RETURN) {
      all.writeBytes(set);
    }
    boolean begins = state == State.ESCAPED && next == '[';
    state = begins ? State.SEQUENCE : after(next);
    parameters.setLength(0);
  }

  private static State after(byte one) {
    return switch (one) {
      case '\n' -> State.NEW_LINE;
      case '\r' -> State.CARRIAGE_RETURN;
      case ESCAPE -> State.ESCAPED;
      default -> State.TEXT;
    };
  }

  private void inSequence(byte next, ByteArrayOutputStream all) {
    boolean goesOn = next >= 0x20 && next <= 0x3f;
    if (goesOn && parameters.length() < LONGEST) {
      parameters.append((char) next);
      return;
    }
    if (next == 'm' && endsInDefault()) {
      all.writeBytes(bytes(";" + colour));
    }
    state = after(next);
  }

  /** Whether the background is the usual one after such parameters. */
  private boolean endsInDefault() {
    boolean usual = false;
    int skipped = 0;
    boolean kind = false;
    for (String text : parameters.toString().split(";", -1)) {
      int number = number(text);
      if (skipped > 0) {
        skipped--;
      } else if (kind) {
        kind = false;
        skipped = number == BY_NUMBER ? 1 : 3;
      } else {
        kind = number == EXTENDED || number == EXTENDED - 10 || number == EXTENDED + 10;
        if (number == 0 || number == DEFAULT) {
          usual = true;
        } else if (number >= FIRST && number <= EXTENDED) {
          usual = false;
        }
      }
    }
    return usual;
  }

  private static int number(String text) {
    int number = 0;
    for (int i = 0; i < text.length(); i++) {
      char c = text.charAt(i);
      if (c < '0' || c > '9' || number > 1000) {
        return -1;
      }
      number = 10 * number + c - '0';
    }
    return number;
  }

  private static byte[] bytes(String text) {
    return text.getBytes(StandardCharsets.US_ASCII);
  }
}
