package jbuild.cli.progress;

import java.io.PrintWriter;
import jbuild.builder.plan.Progress;

/** Plain lines that begin with the name of what is built: for logs. */
final class PlainBoard implements Board {
  private final PrintWriter err;

  PlainBoard(PrintWriter err) {
    this.err = err;
  }

  @Override
  public Progress began(String name) {
    return new PlainProgress(err, name + " ");
  }

  @Override
  public void ended(String name, Iterable<String> lines) {
    // Together, whatever the others print.
    synchronized (err) {
      lines.forEach(err::println);
      err.flush();
    }
  }

  @Override
  public void close() {
    err.flush();
  }
}
