package jbuild.runner.console;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import jbuild.runner.linux.Contents;
import jbuild.runner.linux.Errno;
import jbuild.runner.linux.Fd;
import jbuild.runner.linux.FileStatus;
import jbuild.runner.linux.SyscallFailure;
import jbuild.runner.linux.TerminalMode;
import jbuild.runner.linux.Terminals;

/**
 * Our own terminal while it shows a machine's, and as it was before when this is closed.
 *
 * <p>It is restored also when the JVM ends before.
 */
final class OwnTerminal implements AutoCloseable {
  // Remember the title of the window.
  private static final String KEEP = "\033[22;0t";

  // What full-screen programs change and do not undo when they are killed: the second screen,
  // bracketed paste, reports of the mouse and of focus, application keys, no wrapping at the end of
  // a line, a hidden cursor, line-drawing characters, colours; and the title.
  private static final String RESET =
      "\033[?1047l\033[?2004l\033[?1000l\033[?1002l\033[?1003l\033[?1004l\033[?1006l"
          + "\033[?1l\033>\033[?7h\033[?25h\017\033(B\033[0m\033[23;0t";

  private static final String TO_END_OF_SCREEN = "\033[J";

  private record Changed(Fd fd, TerminalMode before, TerminalMode now) {}

  private final List<Changed> changed = new ArrayList<>();
  private final Fd output;
  private final boolean understandsSequences;
  private final Thread atExit =
      new Thread("restore the terminal") {
        @Override
        public void run() {
          restore();
        }
      };
  private boolean restored;
  private boolean tinted;

  private OwnTerminal(Fd output, boolean understandsSequences) {
    this.output = output;
    this.understandsSequences = understandsSequences;
  }

  /** Passes on all keys as they are; what is no terminal stays as it is. */
  static OwnTerminal joined(Fd input, Fd output, boolean understandsSequences) {
    OwnTerminal terminal = shown(output, understandsSequences);
    boolean reads = Terminals.isTerminal(input);
    boolean writes = Terminals.isTerminal(output);
    if (reads && writes && same(input, output)) {
      TerminalMode before = Terminals.mode(input);
      terminal.change(new Changed(input, before, before.raw()));
      return terminal;
    }
    if (reads) {
      TerminalMode before = Terminals.mode(input);
      terminal.change(new Changed(input, before, before.rawInput()));
    }
    if (writes) {
      TerminalMode before = Terminals.mode(output);
      terminal.change(new Changed(output, before, before.rawOutput()));
    }
    return terminal;
  }

  /** Is only written to. */
  static OwnTerminal shown(Fd output, boolean understandsSequences) {
    boolean sequences = understandsSequences && Terminals.isTerminal(output);
    OwnTerminal terminal = new OwnTerminal(output, sequences);
    Runtime.getRuntime().addShutdownHook(terminal.atExit);
    terminal.send(KEEP);
    return terminal;
  }

  /** Has the background from now on, where that can be shown. */
  boolean begin(Tint tint) {
    tinted = understandsSequences;
    send(tint.begin());
    return tinted;
  }

  private static boolean same(Fd one, Fd other) {
    FileStatus first = FileStatus.of(one);
    FileStatus second = FileStatus.of(other);
    return first.device().equals(second.device()) && first.inode() == second.inode();
  }

  private synchronized void change(Changed change) {
    changed.add(change);
    Terminals.setMode(change.fd(), change.now());
  }

  /** Once more, after a shell has had the terminal for a while. */
  synchronized void joinAgain() {
    if (!restored) {
      changed.forEach(change -> Terminals.setMode(change.fd(), change.now()));
    }
  }

  private synchronized void restore() {
    if (restored) {
      return;
    }
    restored = true;
    send(tinted ? RESET + TO_END_OF_SCREEN : RESET);
    for (Changed change : changed) {
      unlessGone(() -> Terminals.setMode(change.fd(), change.before()));
    }
  }

  private void send(String sequences) {
    if (understandsSequences) {
      byte[] bytes = sequences.getBytes(StandardCharsets.US_ASCII);
      unlessGone(() -> Contents.write(output, bytes));
    }
  }

  private static void unlessGone(Runnable change) {
    try {
      change.run();
    } catch (SyscallFailure failure) {
      // When its window was closed, there is nothing to restore.
      if (failure.errno() != Errno.EIO) {
        throw failure;
      }
    }
  }

  @Override
  public void close() {
    restore();
    try {
      Runtime.getRuntime().removeShutdownHook(atExit);
    } catch (IllegalStateException e) {
      // The JVM ends already, and the hook finds nothing left to do.
      return;
    }
  }
}
