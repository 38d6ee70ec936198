package jbuild.runner.nspawn;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import jbuild.runner.settings.Network;
import jbuild.runner.settings.Network.Link;
import jbuild.runner.settings.Network.Port;

/** What the machine has of a network, as far as options have said it. */
final class NetworkDraft {
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
        if (ports.contains(port)) {
          throw BadValue.of(option, value, "it was given twice", "give it once");
        }
        ports.add(port);
      }
      default -> throw new IllegalArgumentException("no option of networks: " + option);
    }
  }

  void forget(Group group) {
    if (group == Group.PORTS) {
      ports.clear();
    } else if (group == Group.NETWORK) {
      own = false;
      veth = false;
      extra.clear();
      moved.clear();
      macvlan.clear();
      ipvlan.clear();
      bridge = Optional.empty();
      zone = Optional.empty();
      namespace = Optional.empty();
    }
  }

  /** All but an existing namespace mean one of the machine's own. */
  boolean isOwn() {
    return own || hasDevices();
  }

  boolean hasDevices() {
    return hasVeth()
        || !extra.isEmpty()
        || !moved.isEmpty()
        || !macvlan.isEmpty()
        || !ipvlan.isEmpty();
  }

  private boolean hasVeth() {
    return veth || bridge.isPresent() || zone.isPresent();
  }

  boolean hasBridgeAndZone() {
    return bridge.isPresent() && zone.isPresent();
  }

  Optional<Path> namespace() {
    return namespace;
  }

  boolean hasPorts() {
    return !ports.isEmpty();
  }

  Network network() {
    return new Network(
        isOwn(), hasVeth(), extra, moved, macvlan, ipvlan, bridge, zone, namespace, ports);
  }
}
