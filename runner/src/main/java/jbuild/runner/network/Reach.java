package jbuild.runner.network;

import java.net.InetAddress;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import jbuild.runner.settings.Network.Port;

/**
 * How a machine is reached.
 *
 * @param zone the one it is in
 * @param addresses that it has from us
 * @param ports of the host that lead to it
 */
public record Reach(Optional<String> zone, List<InetAddress> addresses, List<Port> ports) {
  /** Not by what we know. */
  public static final Reach NONE = new Reach(Optional.empty(), List.of(), List.of());

  public Reach {
    Objects.requireNonNull(zone);
    addresses = List.copyOf(addresses);
    ports = List.copyOf(ports);
  }
}
