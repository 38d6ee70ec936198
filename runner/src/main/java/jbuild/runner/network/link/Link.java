package jbuild.runner.network.link;

import java.util.List;
import java.util.Optional;

/**
 * A network link as it was when the kernel was asked.
 *
 * @param index its number in its namespace
 * @param alternatives its other names
 * @param kind such as {@code veth} or {@code bridge}; empty for hardware and the loopback
 * @param mac empty for what is no Ethernet
 * @param flags {@code IFF_} of netdevice(7)
 * @param master the index of the bridge that it belongs to, or 0
 * @param parent the index of what it is a child or the peer of, perhaps in another namespace, or 0
 * @param mode of a macvlan or ipvlan; else -1
 */
public record Link(
    int index,
    String name,
    List<String> alternatives,
    String kind,
    Optional<MacAddress> mac,
    int mtu,
    int flags,
    int master,
    int parent,
    int mode) {
  private static final int IFF_UP = 0x1;
  private static final int IFF_LOOPBACK = 0x8;
  private static final int IFF_LOWER_UP = 0x10000;

  public Link {
    alternatives = List.copyOf(alternatives);
  }

  /** Whether somebody has set it up. */
  public boolean isUp() {
    return (flags & IFF_UP) != 0;
  }

  /** Whether something is at its other end. */
  public boolean hasCarrier() {
    return (flags & IFF_LOWER_UP) != 0;
  }

  public boolean isLoopback() {
    return (flags & IFF_LOOPBACK) != 0;
  }
}
