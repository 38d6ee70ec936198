package jbuild.acceptance;

import java.io.IOException;
import jbuild.runner.linux.Fd;
import jbuild.runner.linux.NetworkNamespaces;
import jbuild.runner.network.link.NamespaceNetwork;

/** Where machines boot in tests: the host has nothing there but a loopback link. */
final class OwnNetwork {
  private static final class Holder {
    static final Fd NAMESPACE = create();
  }

  private OwnNetwork() {}

  private static Fd create() {
    Fd namespace = NetworkNamespaces.create();
    try (NamespaceNetwork network = NamespaceNetwork.of(namespace)) {
      network.links().setUp(network.links().find("lo").orElseThrow());
    }
    return namespace;
  }

  /** Starts it there when it boots a machine, and else where it can download packages. */
  static Process start(ProcessBuilder program) throws IOException {
    return program.command().contains("boot") ? startThere(program) : program.start();
  }

  /** Starts it there, whatever it does. */
  static Process startThere(ProcessBuilder program) throws IOException {
    return NetworkNamespaces.inside(Holder.NAMESPACE, program::start);
  }
}
