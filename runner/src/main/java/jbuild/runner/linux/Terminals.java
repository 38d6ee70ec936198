package jbuild.runner.linux;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.Optional;

/** What can be asked of terminals, and told to them; see ioctl_tty(2). */
public final class Terminals {
  static final long TIOCSCTTY = 0x540E;
  static final long TIOCNOTTY = 0x5422;

  private static final long TCGETS = 0x5401;
  private static final long TCSETS = 0x5402;
  private static final long TIOCSWINSZ = 0x5414;
  private static final int SIZE_OF_WINSIZE = 8;

  private Terminals() {}

  public static boolean isTerminal(Fd fd) {
    return control(fd, TCGETS, new byte[TerminalMode.SIZE]) != -1;
  }

  public static TerminalMode mode(Fd terminal) {
    byte[] termios = new byte[TerminalMode.SIZE];
    check("ask the mode of", terminal, control(terminal, TCGETS, termios));
    return new TerminalMode(termios);
  }

  /** Changes the mode at once, without waiting for output that is under way. */
  public static void setMode(Fd terminal, TerminalMode mode) {
    check("set the mode of", terminal, control(terminal, TCSETS, mode.termios()));
  }

  /** Empty for what is no terminal, and for a terminal that does not know. */
  public static Optional<WindowSize> size(Fd fd) {
    Optional<WindowSize> size = WindowSize.of(fd.number());
    boolean known = size.isPresent() && size.get().rows() > 0 && size.get().columns() > 0;
    return known ? size : Optional.empty();
  }

  /** Tells also the programs on the terminal, by a signal, if the size is another one. */
  public static void setSize(Fd terminal, WindowSize size) {
    ByteBuffer winsize = ByteBuffer.allocate(SIZE_OF_WINSIZE).order(ByteOrder.nativeOrder());
    winsize.putShort((short) size.rows()).putShort((short) size.columns());
    check("set the size of", terminal, control(terminal, TIOCSWINSZ, winsize.array()));
  }

  static long control(Fd fd, long request, byte[] argument) {
    return LibC.syscall(Call.IOCTL.number(), fd.number(), request, argument);
  }

  static void check(String what, Fd terminal, long result) {
    Errno.check("ioctl", what + " " + terminal.name(), result);
  }
}
