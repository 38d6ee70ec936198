package jbuild.runner.console;

/** How the payload's standard input and output are connected; see systemd-nspawn(1), --console=. */
public enum Console {
  /** A terminal of its own, joined to ours. */
  INTERACTIVE,
  /** A terminal of its own; what it writes is shown, ours is not read. */
  READ_ONLY,
  /** A terminal of its own; what it writes is shown at the end. */
  PASSIVE,
  /** No terminal: the payload has our descriptors themselves. */
  PIPE;

  /** As systemd-nspawn chooses: interactive only where somebody can type and read. */
  public static Console fitting(boolean inputIsTerminal, boolean outputIsTerminal) {
    return inputIsTerminal && outputIsTerminal ? INTERACTIVE : READ_ONLY;
  }
}
