package jbuild.cli.progress;

import java.io.PrintWriter;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Supplier;

/**
 * The last words of a program that is told to end before its work is done. They are said once; what
 * fails from then on fails for that reason, and is not worth a word.
 */
public final class Farewell {
  private final List<Runnable> before = new ArrayList<>();
  private Optional<Supplier<List<String>>> words = Optional.empty();
  private Optional<PrintWriter> err = Optional.empty();

  /** Waits for the end of this process, unless it is {@link #spared} before. */
  public synchronized void await(PrintWriter writer, Supplier<List<String>> lines) {
    err = Optional.of(writer);
    words = Optional.of(lines);
    Runtime.getRuntime()
        .addShutdownHook(
            new Thread("farewell") {
              @Override
              public void run() {
                say();
              }
            });
  }

  /** The work is done: an end from now on is as it should be. */
  public synchronized void spared() {
    words = Optional.empty();
  }

  /** What puts a terminal in order before words are shown on it. */
  synchronized void beforehand(Runnable action) {
    before.add(action);
  }

  /** Whether the process ends although its work is not done. The words are said then. */
  public synchronized boolean isDue() {
    if (err.isEmpty() || !isEnding()) {
      return false;
    }
    say();
    return true;
  }

  private synchronized void say() {
    if (words.isPresent()) {
      before.forEach(Runnable::run);
      words.get().get().forEach(err.orElseThrow()::println);
      err.orElseThrow().flush();
      words = Optional.empty();
    }
  }

  /** There is no other way to ask Java. */
  private static boolean isEnding() {
    Thread never = new Thread("never");
    try {
      Runtime.getRuntime().addShutdownHook(never);
      Runtime.getRuntime().removeShutdownHook(never);
      return false;
    } catch (IllegalStateException e) {
      return true;
    }
  }
}
