package jbuild.runner.network.pool;

import java.net.Inet4Address;
import java.util.List;

/** A machine's addresses, which no other gets as long as this is open. */
public final class Reservation implements AutoCloseable {
  private final ReservedPrefixes all;
  private final List<ReservedPrefixes.Held> held;
  private final Subnet subnet;
  private final Inet4Address address;

  Reservation(
      ReservedPrefixes all, List<ReservedPrefixes.Held> held, Subnet subnet, Inet4Address address) {
    this.all = all;
    this.held = List.copyOf(held);
    this.subnet = subnet;
    this.address = address;
  }

  public Subnet subnet() {
    return subnet;
  }

  /** The machine's own; the IPv6 one follows from its hardware address. */
  public Inet4Address address() {
    return address;
  }

  @Override
  public void close() {
    all.release(held);
  }
}
