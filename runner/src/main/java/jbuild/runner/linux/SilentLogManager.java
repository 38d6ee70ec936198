package jbuild.runner.linux;

import java.io.IOException;
import java.util.logging.LogManager;
import java.util.logging.Logger;

/**
 * Drops what libraries log through {@code java.util.logging}: see {@link SilentLoggers}.
 *
 * <p>Named by {@code java.util.logging.manager}. A manager that has read its configuration goes on
 * to look for other makers of loggers in all jars; one that could not leaves it at that, and
 * nothing is written then. JNA needs a logger at each start, which here is nobody's child: to find
 * it a parent, and the parent a level, takes longer than to make it.
 */
public final class SilentLogManager extends LogManager {
  @Override
  public void readConfiguration() throws IOException {
    throw new IOException("nobody reads what would be logged");
  }

  @Override
  public boolean addLogger(Logger logger) {
    return true;
  }

  /** Also at the exit: no logger has anything to be closed. */
  @Override
  public void reset() {}
}
