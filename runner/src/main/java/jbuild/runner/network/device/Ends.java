package jbuild.runner.network.device;

import jbuild.runner.linux.Fd;
import jbuild.runner.linux.NetworkNamespaces;
import jbuild.runner.network.link.NamespaceNetwork;

/**
 * The two networks that devices join. The machine's lasts until this is closed, even when all of
 * its processes have ended.
 *
 * @param hostNamespace the one that the host's links are in
 * @param host its links
 * @param machineNamespace the machine's
 * @param machine its links
 */
public record Ends(
    Fd hostNamespace, NamespaceNetwork host, Fd machineNamespace, NamespaceNetwork machine)
    implements AutoCloseable {
  /**
   * Those of this thread and of a machine.
   *
   * @param process the machine's first one
   */
  public static Ends with(int process) {
    Fd here = NetworkNamespaces.current();
    NamespaceNetwork host = NamespaceNetwork.here();
    Fd there = NetworkNamespaces.of(process);
    return new Ends(here, host, there, NamespaceNetwork.of(there));
  }

  @Override
  public void close() {
    machine.close();
    machineNamespace.close();
    host.close();
    hostNamespace.close();
  }
}
