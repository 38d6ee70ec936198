package jbuild.builder.plan;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.function.Consumer;

/** What a tool says: shown while it says it, and kept as long as it can be of use. */
public final class ToolOutput implements Consumer<String> {
  private static final int MOST_LINES = 20_000;

  private final Progress progress;
  private final List<String> lines = new ArrayList<>();

  public ToolOutput(Progress progress) {
    this.progress = progress;
  }

  @Override
  public void accept(String line) {
    if (lines.size() < MOST_LINES) {
      lines.add(line);
    }
    progress.detail(line);
  }

  /** The first lines that were said. */
  public List<String> lines() {
    return Collections.unmodifiableList(lines);
  }
}
