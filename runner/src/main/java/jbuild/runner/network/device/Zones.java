package jbuild.runner.network.device;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import jbuild.runner.ExitStatus;
import jbuild.runner.Failure;
import jbuild.runner.Reasons;
import jbuild.runner.linux.BytePath;
import jbuild.runner.linux.Descriptors;
import jbuild.runner.linux.Fd;
import jbuild.runner.linux.Locks;
import jbuild.runner.network.link.Link;
import jbuild.runner.network.link.NamespaceNetwork;

/** The bridges of zones: whoever finds one without a port removes it, under systemd's own lock. */
public final class Zones {
  private static final Path LOCK = Path.of("/run/systemd/nspawn-network-zone");
  private static final String PREFIX = "vz-";
  static final String KIND = "bridge";

  private Zones() {}

  /** No bridge of a zone comes or goes until it is closed. */
  record Unchanged(Fd file) implements AutoCloseable {
    @Override
    public void close() {
      file.close();
    }
  }

  static Unchanged lock() {
    try {
      Files.createDirectories(LOCK.getParent());
    } catch (IOException e) {
      throw new Failure(
          ExitStatus.HOST_CANNOT,
          "cannot lock the zones of this host",
          Reasons.of(e),
          "make /run writable",
          List.of(),
          e);
    }
    long flags = Descriptors.O_RDWR | Descriptors.O_CREAT;
    Fd file = Descriptors.onHost(BytePath.of(LOCK.toString()), flags);
    Locks.writer(file);
    return new Unchanged(file);
  }

  /** Removes a zone's bridge of this thread's network, when nobody uses it any more. */
  public static void removeUnused(String bridge) {
    try (NamespaceNetwork host = NamespaceNetwork.here()) {
      removeUnused(host, bridge);
    }
  }

  @SuppressWarnings("try") // The lock is there only to be held.
  static void removeUnused(NamespaceNetwork host, String bridge) {
    if (!bridge.startsWith(PREFIX)) {
      return;
    }
    try (Unchanged unchanged = lock()) {
      Optional<Link> link = host.links().find(bridge).filter(one -> one.kind().equals(KIND));
      if (link.isPresent() && host.links().ports(link.get()).isEmpty()) {
        host.links().delete(link.get());
      }
    }
  }
}
