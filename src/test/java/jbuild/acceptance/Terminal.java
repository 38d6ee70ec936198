package jbuild.acceptance;

import java.io.ByteArrayOutputStream;
import java.io.File;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.TimeUnit;
import jbuild.runner.linux.Contents;
import jbuild.runner.linux.Fd;
import jbuild.runner.linux.Polling;
import jbuild.runner.linux.PseudoTerminal;
import jbuild.runner.linux.TerminalMode;
import jbuild.runner.linux.Terminals;

/** A user at a terminal who has started jbuild: types, and sees what is written. */
final class Terminal implements AutoCloseable {
  private static final Duration PATIENCE = Duration.ofSeconds(90);
  private static final int BUFFER = 64 * 1024;

  private final Fd user = PseudoTerminal.ofHost();
  private final Fd program = PseudoTerminal.otherSide(user);
  private final TerminalMode before = Terminals.mode(program);
  private final ByteArrayOutputStream seen = new ByteArrayOutputStream();
  private final Process process;
  private int read;

  Terminal(Path directory, List<String> words) {
    File terminal = new File("/dev/pts/" + PseudoTerminal.number(user));
    try {
      process =
          OwnNetwork.start(
              new ProcessBuilder(words)
                  .directory(directory.toFile())
                  .redirectInput(terminal)
                  .redirectOutput(terminal)
                  .redirectError(terminal));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  void type(String line) {
    Contents.write(user, (line + "\r").getBytes(StandardCharsets.UTF_8));
  }

  /** Returns what has appeared since the last call, as soon as the text is in it. */
  String await(String text) {
    return await(text, PATIENCE);
  }

  /** The same, for what may take longer. */
  String await(String text, Duration patience) {
    long end = System.nanoTime() + patience.toNanos();
    boolean lives = true;
    while (!unread().contains(text)) {
      // What was written last is read after the end.
      if (System.nanoTime() > end || !lives) {
        throw new AssertionError("no '" + text + "' in: " + unread());
      }
      lives = process.isAlive();
      look();
    }
    String found = unread();
    int upTo = found.indexOf(text) + text.length();
    read += found.substring(0, upTo).getBytes(StandardCharsets.ISO_8859_1).length;
    return found.substring(0, upTo);
  }

  /** What has appeared since the last text that was awaited. */
  String rest() {
    look();
    return unread();
  }

  private String unread() {
    byte[] all = seen.toByteArray();
    return new String(all, read, all.length - read, StandardCharsets.ISO_8859_1);
  }

  private void look() {
    Polling polling = new Polling(1);
    polling.watch(0, user, true, false);
    polling.await(50);
    if (polling.readable(0)) {
      byte[] buffer = new byte[BUFFER];
      seen.write(buffer, 0, Contents.read(user, buffer, buffer.length));
    }
  }

  /** The exit status of jbuild, once it has ended. */
  int awaitEnd() {
    long end = System.nanoTime() + PATIENCE.toNanos();
    try {
      while (!process.waitFor(0, TimeUnit.SECONDS)) {
        if (System.nanoTime() > end) {
          throw new AssertionError("still running after: " + unread());
        }
        look();
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
    return process.exitValue();
  }

  /** Whether the terminal is as it was before jbuild started. */
  boolean isRestored() {
    return Terminals.mode(program).equals(before);
  }

  Process process() {
    return process;
  }

  @Override
  public void close() {
    process.destroyForcibly();
    program.close();
    user.close();
  }
}
