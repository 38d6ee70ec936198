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
  private final Farewell farewell;

  /** The window is the terminal's behind the writer; empty when there is none. */
  public Display(
      PrintWriter err, Supplier<Optional<WindowSize>> window, Map<String, String> environment) {
    this(err, window, environment, new Farewell());
  }

  /**
   * The same.
   *
   * @param farewell is said when nothing is shown any more
   */
  public Display(
      PrintWriter err,
      Supplier<Optional<WindowSize>> window,
      Map<String, String> environment,
      Farewell farewell) {
    this.err = err;
    this.window = window;
    this.environment = environment;
    this.farewell = farewell;
  }

  public ClosingProgress open() {
    if (window.get().isEmpty() || environment.getOrDefault("TERM", "dumb").equals("dumb")) {
      return new PlainProgress(err);
    }
    // See no-color.org: any text but the empty one.
    boolean plain = !environment.getOrDefault("NO_COLOR", "").isEmpty();
    LiveProgress progress =
        LiveProgress.started(err, this::columns, plain ? Colours.OFF : Colours.ON);
    // An interrupted build must not leave half a line where the shell writes its prompt.
    farewell.beforehand(progress::close);
    return progress;
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
