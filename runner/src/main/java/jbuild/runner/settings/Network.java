package jbuild.runner.settings;

import java.net.Inet4Address;
import java.net.InetAddress;
import java.nio.file.Path;
import java.util.List;
import java.util.Objects;
import java.util.Optional;

/**
 * What a machine has of a network; see systemd-nspawn(1), "Networking Options".
 *
 * @param own whether it is not the host's
 * @param veth whether a pair of devices joins it with the host's
 * @param extra further pairs
 * @param moved devices of the host that the machine has while it runs
 * @param macvlan devices of the host that the machine gets a child of
 * @param ipvlan the same, with the device's own hardware address
 * @param bridge of the host, which the host's end of the pair joins
 * @param zone a bridge that is there as long as a machine uses it
 * @param namespace an existing namespace to join instead
 * @param ports of the host that lead into the machine
 * @param uplink what the host's end of the pair, or the zone, does for the machine, unless nothing
 */
public record Network(
    boolean own,
    boolean veth,
    List<Link> extra,
    List<Link> moved,
    List<Link> macvlan,
    List<Link> ipvlan,
    Optional<String> bridge,
    Optional<String> zone,
    Optional<Path> namespace,
    List<Port> ports,
    Optional<Uplink> uplink) {
  /** The host's. */
  public static final Network STANDARD = of(false);

  /** Nothing but a loopback device. */
  public static final Network LOOPBACK = of(true);

  /** A device: its name on the host, and in the machine. */
  public record Link(String host, String inside) {}

  /** A port of the host that leads to one of the machine. */
  public record Port(Protocol protocol, int host, int inside) {
    private static final int LAST = 65535;

    /** What ports are of. */
    public enum Protocol {
      TCP,
      UDP
    }

    public Port {
      Objects.requireNonNull(protocol);
      if (host < 1 || host > LAST || inside < 1 || inside > LAST) {
        throw new IllegalArgumentException("no port: " + host + ":" + inside);
      }
    }
  }

  /**
   * The host is the machine's router: it gives it addresses and names, and leads it to other hosts.
   *
   * @param address that the machine is to have; one that is free, unless given
   * @param dns servers to ask instead of the host's
   */
  public record Uplink(Optional<Inet4Address> address, List<InetAddress> dns) {
    /** All of it as it fits. */
    public static final Uplink STANDARD = new Uplink(Optional.empty(), List.of());

    public Uplink {
      Objects.requireNonNull(address);
      dns = List.copyOf(dns);
    }
  }

  public Network {
    extra = List.copyOf(extra);
    moved = List.copyOf(moved);
    macvlan = List.copyOf(macvlan);
    ipvlan = List.copyOf(ipvlan);
    ports = List.copyOf(ports);
    if (bridge.isPresent() && zone.isPresent()) {
      throw new IllegalArgumentException("a bridge and a zone exclude each other");
    }
    if (uplink.isPresent() && !(veth && bridge.isEmpty())) {
      throw new IllegalArgumentException("only a pair or a zone of our own leads anywhere");
    }
  }

  private static Network of(boolean own) {
    return new Network(
        own,
        false,
        List.of(),
        List.of(),
        List.of(),
        List.of(),
        Optional.empty(),
        Optional.empty(),
        Optional.empty(),
        List.of(),
        Optional.empty());
  }

  /** Whether the machine has devices beside its loopback device, or joins others' devices. */
  public boolean hasDevices() {
    return veth
        || !extra.isEmpty()
        || !moved.isEmpty()
        || !macvlan.isEmpty()
        || !ipvlan.isEmpty()
        || namespace.isPresent();
  }
}
