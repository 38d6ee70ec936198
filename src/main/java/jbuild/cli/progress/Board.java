package jbuild.cli.progress;

import jbuild.builder.plan.Progress;

/** Shows how several builds go at the same time. Any thread may use it. */
public interface Board extends AutoCloseable {
  /** A build begins: it tells how it goes. */
  Progress began(String name);

  /**
   * A build has ended.
   *
   * @param lines that are to stay
   */
  void ended(String name, Iterable<String> lines);

  @Override
  void close();
}
