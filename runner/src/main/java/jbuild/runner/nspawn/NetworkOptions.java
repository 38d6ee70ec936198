package jbuild.runner.nspawn;

import static jbuild.runner.nspawn.Group.NETWORK;
import static jbuild.runner.nspawn.Section.NETWORKING;

import java.util.List;

/** Options that say what the machine has of a network. */
final class NetworkOptions {
  private NetworkOptions() {}

  static void addTo(List<Option> all) {
    all.add(
        Option.flag(
            NETWORKING,
            "private-network",
            NETWORK,
            Key.network("Private"),
            "Give the machine no network but a loopback device of its own"));
    all.add(
        Option.value(
            NETWORKING,
            "network-interface",
            "HOSTIF[:CONTAINERIF]",
            NETWORK,
            Key.network("Interface"),
            "Move a network device of the host into the machine"));
    all.add(
        Option.value(
            NETWORKING,
            "network-macvlan",
            "HOSTIF[:CONTAINERIF]",
            NETWORK,
            Key.network("MACVLAN"),
            "Give the machine a macvlan child of a device of the host"));
    all.add(
        Option.value(
            NETWORKING,
            "network-ipvlan",
            "HOSTIF[:CONTAINERIF]",
            NETWORK,
            Key.network("IPVLAN"),
            "Give the machine an ipvlan child of a device of the host"));
    all.add(
        Option.flag(
            NETWORKING,
            "network-veth",
            'n',
            NETWORK,
            Key.network("VirtualEthernet"),
            "Join the machine with the host by a pair of virtual devices"));
    all.add(
        Option.value(
            NETWORKING,
            "network-veth-extra",
            "HOSTIF[:CONTAINERIF]",
            NETWORK,
            Key.network("VirtualEthernetExtra"),
            "Add a further pair"));
    all.add(
        Option.value(
            NETWORKING,
            "network-bridge",
            "INTERFACE",
            NETWORK,
            Key.network("Bridge"),
            "Add a pair, and let its host's end join an existing bridge"));
    all.add(
        Option.value(
            NETWORKING,
            "network-zone",
            "NAME",
            NETWORK,
            Key.network("Zone"),
            "The same, with a bridge that is there as long as a machine uses it"));
    all.add(
        Option.value(
            NETWORKING,
            "network-namespace-path",
            "PATH",
            NETWORK,
            Key.network("NamespacePath"),
            "Join the network namespace that this file stands for"));
    all.add(
        Option.value(
            NETWORKING,
            "port",
            'p',
            "[PROTOCOL:]HOSTPORT[:CONTAINERPORT]",
            Group.PORTS,
            Key.network("Port"),
            "Let a port of the host lead into the machine"));
  }
}
