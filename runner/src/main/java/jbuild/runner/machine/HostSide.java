package jbuild.runner.machine;

import java.util.Optional;
import jbuild.runner.linux.Fd;
import jbuild.runner.linux.NotifySocket;

/**
 * The host's ends of what reaches into a machine.
 *
 * @param reports where its init reports
 * @param terminal of its console, when it has one
 * @param users that nobody else gets meanwhile
 */
record HostSide(NotifySocket reports, Optional<Fd> terminal, Optional<OwnUsers> users)
    implements AutoCloseable {
  @Override
  public void close() {
    if (terminal.isPresent()) {
      terminal.get().close();
    }
    reports.close();
    if (users.isPresent()) {
      users.get().close();
    }
  }
}
