package jbuild.runner.nspawn;

import jbuild.runner.console.Console;

/** How input and output are connected, as --console= says it. */
public enum ConsoleMode {
  AUTOPIPE,
  INTERACTIVE,
  PASSIVE,
  PIPE,
  READ_ONLY;

  /**
   * @param terminals whether both our input and our output are one
   */
  public Console on(boolean terminals) {
    return switch (this) {
      case AUTOPIPE -> terminals ? Console.INTERACTIVE : Console.PIPE;
      case INTERACTIVE -> Console.INTERACTIVE;
      case PASSIVE -> Console.PASSIVE;
      case PIPE -> Console.PIPE;
      case READ_ONLY -> Console.READ_ONLY;
    };
  }
}
