package jbuild.runner.network.link;

import jbuild.runner.linux.Fd;
import jbuild.runner.linux.Netlink;
import jbuild.runner.linux.NetlinkFamily;
import jbuild.runner.linux.NetworkNamespaces;

/** The links, addresses and routes of one network namespace. For one thread at a time. */
public final class NamespaceNetwork implements AutoCloseable {
  private final Netlink netlink;

  private NamespaceNetwork(Netlink netlink) {
    this.netlink = netlink;
  }

  /** The network of this thread. */
  public static NamespaceNetwork here() {
    return new NamespaceNetwork(Netlink.open(NetlinkFamily.ROUTE));
  }

  public static NamespaceNetwork of(Fd namespace) {
    return NetworkNamespaces.inside(namespace, NamespaceNetwork::here);
  }

  public Links links() {
    return new Links(netlink);
  }

  public Addresses addresses() {
    return new Addresses(netlink);
  }

  public Routes routes() {
    return new Routes(netlink);
  }

  @Override
  public void close() {
    netlink.close();
  }
}
