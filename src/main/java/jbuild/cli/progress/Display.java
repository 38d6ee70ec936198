package jbuild.cli.progress;

import java.io.PrintWriter;
import java.util.Map;
import java.util.Optional;
import java.util.function.Supplier;
import jbuild.runner.linux.WindowSize;

/** Where progress is shown: live on a terminal, in plain lines elsewhere. */
public final class Display {
  private static final int USUAL = 80;
  private static final int USUAL_ROWS = 24;

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
    if (isPlain()) {
      return new PlainProgress(err, "");
    }
    LiveProgress progress = LiveProgress.started(err, this::columns, colours());
    // An interrupted build must not leave half a line where the shell writes its prompt.
    farewell.beforehand(progress::close);
    return progress;
  }

  /**
   * The same for several builds.
   *
   * @param total how many there will be
   */
  public Board open(int total) {
    if (isPlain()) {
      return new PlainBoard(err);
    }
    LiveBoard board =
        new LiveBoard(err, this::rows, this::columns, total, System::nanoTime, colours());
    board.start();
    farewell.beforehand(board::close);
    return board;
  }

  private boolean isPlain() {
    return window.get().isEmpty() || environment.getOrDefault("TERM", "dumb").equals("dumb");
  }

  private Colours colours() {
    // See no-color.org: any text but the empty one.
    return environment.getOrDefault("NO_COLOR", "").isEmpty() ? Colours.ON : Colours.OFF;
  }

  private int columns() {
    // A terminal that nobody has told its size says 0.
    int columns = window.get().map(WindowSize::columns).orElse(USUAL);
    return columns == 0 ? USUAL : columns;
  }

  private int rows() {
    int rows = window.get().map(WindowSize::rows).orElse(USUAL_ROWS);
    return rows == 0 ? USUAL_ROWS : rows;
  }

  public void print(String line) {
    err.println(line);
    err.flush();
  }
}
