package jbuild.cli.progress;

import jbuild.builder.plan.Progress;

/** Progress that has to end before anything else is printed. */
public interface ClosingProgress extends Progress, AutoCloseable {
  @Override
  void close();
}
