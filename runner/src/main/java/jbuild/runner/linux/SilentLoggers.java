package jbuild.runner.linux;

import java.util.ResourceBundle;

/**
 * Drops what libraries log: jbuild itself says what its users need to know.
 *
 * <p>It is also here for its speed. JNA wants a logger, so the JVM asks the jars of the class path,
 * one after the other, for somebody who makes loggers. It stops when it has found two who answer:
 * so both the first jar and this one name this class.
 */
public final class SilentLoggers extends System.LoggerFinder {
  private record Silence(String getName) implements System.Logger {
    @Override
    public boolean isLoggable(Level level) {
      return false;
    }

    @Override
    public void log(Level level, ResourceBundle bundle, String message, Throwable thrown) {
      // Nobody listens.
    }

    @Override
    public void log(Level level, ResourceBundle bundle, String format, Object... parameters) {
      // Nobody listens.
    }
  }

  @Override
  public System.Logger getLogger(String name, Module module) {
    return new Silence(name);
  }
}
