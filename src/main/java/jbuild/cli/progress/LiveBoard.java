package jbuild.cli.progress;

import java.io.PrintWriter;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.IntSupplier;
import java.util.function.LongSupplier;
import jbuild.builder.plan.Progress;

/** One line of a terminal for each build under way, and one that says how many are finished. */
final class LiveBoard implements Board {
  /** Lines that stay, the line with the numbers, and one to be on the safe side. */
  private static final int OTHER_ROWS = 3;

  private final IntSupplier rows;
  private final int total;
  private final LongSupplier nanoseconds;
  private final Colours colours;
  private final LiveLines lines;
  private final Map<String, LiveSteps> running = new LinkedHashMap<>();
  private int finished;

  /**
   * @param rows of the terminal
   * @param columns of the terminal
   * @param total how many are to be built
   */
  LiveBoard(
      PrintWriter err,
      IntSupplier rows,
      IntSupplier columns,
      int total,
      LongSupplier nanoseconds,
      Colours colours) {
    this.rows = rows;
    this.total = total;
    this.nanoseconds = nanoseconds;
    this.colours = colours;
    this.lines = new LiveLines(err, columns, this::lines);
  }

  void start() {
    lines.start();
  }

  void draw() {
    lines.draw();
  }

  @Override
  public Progress began(String name) {
    LiveSteps steps = new LiveSteps(name, nanoseconds, colours, lines::print);
    synchronized (running) {
      running.put(name, steps);
    }
    return steps;
  }

  @Override
  public void ended(String name, Iterable<String> ended) {
    synchronized (running) {
      running.remove(name);
      finished++;
    }
    ended.forEach(lines::print);
  }

  private List<String> lines(int turn) {
    List<String> all = new ArrayList<>();
    synchronized (running) {
      for (LiveSteps steps : running.values()) {
        String more = steps.detail().map(detail -> "  " + detail).orElse("");
        steps.step(turn).ifPresent(step -> all.add(step + more));
      }
      all.add("  %d of %d images, %d under way".formatted(finished, total, running.size()));
    }
    int most = Math.max(1, rows.getAsInt() - OTHER_ROWS);
    return all.size() <= most ? all : all.subList(all.size() - most, all.size());
  }

  @Override
  public void close() {
    lines.close();
  }
}
