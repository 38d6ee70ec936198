package jbuild.cli.progress;

import java.io.PrintWriter;
import java.util.Map;
import java.util.Optional;
import java.util.function.Supplier;
import jbuild.runner.linux.WindowSize;

/** Where progress is shown: live on a terminal, in plain lines elsewhere. */
public final class Display {
  private static final int USUAL = 80;

  private final PrintWriter err;
  private final Supplier<Optional<WindowSize>> window;
  private final Map<String, String> environment;

  /** The window is the terminal's behind the writer; empty when there is none. */
  public Display(
      PrintWriter err, Supplier<Optional<WindowSize>> window, Map<String, String> environment) {
    this.err = err;
    this.window = window;
    this.environment = environment;
  }

  public ClosingProgress open() {
    if (window.get().isEmpty() || environment.getOrDefault("TERM", "dumb").equals("dumb")) {
      return new PlainProgress(err);
    }
    // See no-color.org: any text but the empty one.
    boolean plain = !environment.getOrDefault("NO_COLOR", "").isEmpty();
    return LiveProgress.started(err, this::columns, plain ? Colours.OFF : Colours.ON);
  }

  private int columns() {
    // A terminal that nobody has told its size says 0.
    int columns = window.get().map(WindowSize::columns).orElse(USUAL);
    return columns == 0 ? USUAL : columns;
  }

  public void print(String line) {
    err.println(line);
    err.flush();
  }
}
