package jbuild.builder.recipe;

import java.util.ArrayList;
import java.util.List;

/** Collects what is wrong with a recipe, in the order of the file in the end. */
final class Problems {
  /** Who has so many will mend some and look again. */
  static final int MOST = 1000;

  private final KeyLocator positions;
  private final List<Problem> all = new ArrayList<>();

  Problems(KeyLocator positions) {
    this.positions = positions;
  }

  void report(List<String> path, String what, String fix) {
    add(path, what, fix, false);
  }

  /** What stands at the path stays out of terminals and logs. */
  void reportSecret(List<String> path, String what, String fix) {
    add(path, what, fix, true);
  }

  private void add(List<String> path, String what, String fix, boolean secret) {
    if (!full()) {
      all.add(new Problem(positions.find(path), what, fix, secret));
    }
  }

  /** Whether it is of no use to look for more. */
  boolean full() {
    return all.size() >= MOST;
  }

  List<Problem> inOrder() {
    return all.stream().sorted(Problem.BY_POSITION).toList();
  }
}
