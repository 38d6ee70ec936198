package jbuild.runner.nspawn;

import java.net.Inet4Address;
import java.net.InetAddress;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import jbuild.runner.settings.Network;
import jbuild.runner.settings.Network.Link;
import jbuild.runner.settings.Network.Port;
import jbuild.runner.settings.Network.Uplink;

/** What the machine has of a network, as far as options have said it. */
final class NetworkDraft {
  private static final String HOST = "host";
  private static final String NONE = "none";
  private static final String VETH = "veth";
  private static final List<String> KINDS = List.of(HOST, NONE, VETH);

  private boolean own;
  private boolean veth;
  private final List<Link> extra = new ArrayList<>();
  private final List<Link> moved = new ArrayList<>();
  private final List<Link> macvlan = new ArrayList<>();
  private final List<Link> ipvlan = new ArrayList<>();
  private Optional<String> bridge = Optional.empty();
  private Optional<String> zone = Optional.empty();
  private Optional<Path> namespace = Optional.empty();
  private final List<Port> ports = new ArrayList<>();
  private Optional<String> kind = Optional.empty();
  private boolean usuallyUplink;
  private Optional<Boolean> uplink = Optional.empty();
  private Optional<Inet4Address> address = Optional.empty();
  private final List<InetAddress> dns = new ArrayList<>();

  void set(String option, String value) {
    switch (option) {
      case "private-network" -> own = true;
      case "network-interface" -> moved.add(NetworkValue.link(option, value));
      case "network-macvlan" -> macvlan.add(NetworkValue.link(option, value));
      case "network-ipvlan" -> ipvlan.add(NetworkValue.link(option, value));
      case "network-veth" -> veth = true;
      case "network-veth-extra" -> extra.add(NetworkValue.pair(option, value));
      case "network-bridge" -> bridge = Optional.of(NetworkValue.bridge(option, value));
      case "network-zone" -> zone = Optional.of(NetworkValue.zone(option, value));
      case "network-namespace-path" -> namespace = PathValue.onHost(option, value);
      case "port" -> {
        Port port = NetworkValue.port(option, value);
        for (Port other : ports) {
          if (other.protocol() == port.protocol() && other.host() == port.host()) {
            throw BadValue.of(option, value, "the port was given twice", "give it once");
          }
        }
        ports.add(port);
      }
      case "network" -> kind = kind(value);
      case "network-uplink" -> uplink = Optional.of(Truth.of(option, value));
      case "network-address" -> address = Optional.of(NetworkValue.machineAddress(option, value));
      case "network-dns" -> dns.add(NetworkValue.address(option, value));
      default -> throw new IllegalArgumentException("no option of networks: " + option);
    }
  }

  private static Optional<String> kind(String value) {
    if (!KINDS.contains(value)) {
      throw BadValue.of("network", value, "it is no network", "take host, none or veth");
    }
    return Optional.of(value);
  }

  void forget(Group group) {
    if (group == Group.PORTS) {
      ports.clear();
    } else if (group == Group.NETWORK) {
      forgetDevices();
    }
  }

  private void forgetDevices() {
    own = false;
    veth = false;
    extra.clear();
    moved.clear();
    macvlan.clear();
    ipvlan.clear();
    bridge = Optional.empty();
    zone = Optional.empty();
    namespace = Optional.empty();
    kind = Optional.empty();
  }

  /** All but an existing namespace mean one of the machine's own. */
  boolean isOwn() {
    return own || kind.equals(Optional.of(NONE)) || hasDevices();
  }

  boolean hasDevices() {
    return hasVeth()
        || !extra.isEmpty()
        || !moved.isEmpty()
        || !macvlan.isEmpty()
        || !ipvlan.isEmpty();
  }

  private boolean hasVeth() {
    return veth
        || bridge.isPresent()
        || zone.isPresent()
        || kind.isPresent() && kind.get().equals(VETH);
  }

  /** Whether a word says host or none, and other options say which links there are. */
  boolean contradictsKind() {
    return kind.isPresent()
        && !kind.get().equals(VETH)
        && (hasDevices() || namespace.isPresent() || own && kind.get().equals(HOST));
  }

  /** Whether a word says that there is nobody who could use a port. */
  boolean isNone() {
    return kind.isPresent() && kind.get().equals(NONE);
  }

  boolean hasBridgeAndZone() {
    return bridge.isPresent() && zone.isPresent();
  }

  Optional<Path> namespace() {
    return namespace;
  }

  /** Whether the network that was named has no ports of its own. */
  boolean hasNoPorts() {
    return !isOwn() && namespace.isEmpty();
  }

  /** Whether something is said of an uplink that there is not to be. */
  boolean contradictsUplink() {
    return !uplink.orElse(true) && (address.isPresent() || !dns.isEmpty());
  }

  boolean hasPorts() {
    return !ports.isEmpty();
  }

  /** A pair of devices, or a zone, leads to other hosts unless somebody says otherwise. */
  void usuallyHasUplink() {
    usuallyUplink = true;
  }

  /** Whether somebody said what only a machine with an uplink can have. */
  boolean describesUplink() {
    return uplink.orElse(false) || address.isPresent() || !dns.isEmpty();
  }

  /** Whether there is a pair of devices whose host's end is ours to give an address. */
  boolean canHaveUplink() {
    return hasVeth() && bridge.isEmpty();
  }

  Network network() {
    boolean wanted = canHaveUplink() && uplink.orElse(usuallyUplink || describesUplink());
    return new Network(
        isOwn(),
        hasVeth(),
        extra,
        moved,
        macvlan,
        ipvlan,
        bridge,
        zone,
        namespace,
        ports,
        wanted ? Optional.of(new Uplink(address, dns)) : Optional.empty());
  }
}
