package jbuild.runner.network;

import java.net.InetAddress;
import java.util.List;
import jbuild.runner.Failure;
import jbuild.runner.linux.Fd;
import jbuild.runner.linux.NetworkNamespaces;
import jbuild.runner.network.link.NamespaceNetwork;

/** The addresses that a machine has now, whoever gave them. */
public final class LiveAddresses {
  private LiveAddresses() {}

  /**
   * Those that others can reach; none when the machine has just ended.
   *
   * @param leader the machine's first process
   */
  public static List<InetAddress> of(int leader) {
    try (Fd namespace = NetworkNamespaces.of(leader);
        NamespaceNetwork network = NamespaceNetwork.of(namespace)) {
      return AddressWatch.of(network);
    } catch (Failure failure) {
      return List.of();
    }
  }
}
