package jbuild.runner.network;

import jbuild.runner.linux.Fd;
import jbuild.runner.linux.Netlink;
import jbuild.runner.linux.NetlinkFamily;
import jbuild.runner.linux.NetlinkMessage;
import jbuild.runner.linux.NetworkNamespaces;

/** A network of a test's own: nothing but a loopback link that is up. */
public final class OwnNetwork implements AutoCloseable {
  private static final int RTM_SETLINK = 19;
  private static final int LOOPBACK = 1;
  private static final int IFF_UP = 1;

  private final Fd namespace = NetworkNamespaces.create();

  public OwnNetwork() {
    NetworkNamespaces.inside(
        namespace,
        () -> {
          try (Netlink route = Netlink.open(NetlinkFamily.ROUTE)) {
            NetlinkMessage up =
                new NetlinkMessage(RTM_SETLINK, 0)
                    .header32(0)
                    .header32(LOOPBACK)
                    .header32(IFF_UP)
                    .header32(IFF_UP);
            route.request(up, "set the loopback link up");
          }
          return namespace;
        });
  }

  public Fd namespace() {
    return namespace;
  }

  public <T, E extends Exception> T inside(NetworkNamespaces.Work<T, E> work) throws E {
    return NetworkNamespaces.inside(namespace, work);
  }

  @Override
  public void close() {
    namespace.close();
  }
}
