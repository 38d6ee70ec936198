package jbuild.runner.linux;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.Arrays;

/** How a terminal treats what passes through it; see termios(3). */
public final class TerminalMode {
  /** The kernel's {@code struct termios}; that of the C library is longer. */
  static final int SIZE = 36;

  private static final int INPUT = 0;
  private static final int OUTPUT = 4;
  private static final int CONTROL = 8;
  private static final int LOCAL = 12;
  private static final int VTIME = 22;
  private static final int VMIN = 23;

  // IGNBRK, BRKINT, PARMRK, ISTRIP, INLCR, IGNCR, ICRNL, IXON
  private static final int INPUT_CHANGES = 0x1 | 0x2 | 0x8 | 0x20 | 0x40 | 0x80 | 0x100 | 0x400;
  private static final int OPOST = 0x1;
  // CSIZE, PARENB
  private static final int CHARACTERS = 0x30 | 0x100;
  private static final int CS8 = 0x30;
  // ISIG, ICANON, ECHO, ECHONL, IEXTEN
  private static final int EDITING = 0x1 | 0x2 | 0x8 | 0x40 | 0x8000;

  private final byte[] termios;

  TerminalMode(byte[] termios) {
    this.termios = termios.clone();
  }

  byte[] termios() {
    return termios.clone();
  }

  /** Every key is passed on at once as it is, and every byte of output too. */
  public TerminalMode raw() {
    return rawInput().rawOutput();
  }

  /** Every key is passed on at once as it is; output stays as it was. */
  public TerminalMode rawInput() {
    ByteBuffer changed = buffer();
    clear(changed, INPUT, INPUT_CHANGES);
    clear(changed, CONTROL, CHARACTERS);
    changed.putInt(CONTROL, changed.getInt(CONTROL) | CS8);
    clear(changed, LOCAL, EDITING);
    changed.put(VMIN, (byte) 1).put(VTIME, (byte) 0);
    return new TerminalMode(changed.array());
  }

  /** Every byte of output is passed on as it is; input stays as it was. */
  public TerminalMode rawOutput() {
    ByteBuffer changed = buffer();
    clear(changed, OUTPUT, OPOST);
    return new TerminalMode(changed.array());
  }

  private ByteBuffer buffer() {
    return ByteBuffer.wrap(termios.clone()).order(ByteOrder.nativeOrder());
  }

  private static void clear(ByteBuffer termios, int at, int bits) {
    termios.putInt(at, termios.getInt(at) & ~bits);
  }

  @Override
  public boolean equals(Object other) {
    return other instanceof TerminalMode mode && Arrays.equals(termios, mode.termios);
  }

  @Override
  public int hashCode() {
    return Arrays.hashCode(termios);
  }
}
