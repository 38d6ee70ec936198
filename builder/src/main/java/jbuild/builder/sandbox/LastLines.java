package jbuild.builder.sandbox;

import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;

/** The end of a program's output: where it says why it failed. */
final class LastLines {
  private static final int MOST = 20;

  private final Deque<String> lines = new ArrayDeque<>();

  void add(String line) {
    if (lines.size() == MOST) {
      lines.removeFirst();
    }
    lines.addLast(line);
  }

  List<String> lines() {
    return List.copyOf(lines);
  }
}
