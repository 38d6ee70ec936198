package jbuild.runner.nspawn;

import static jbuild.runner.nspawn.Group.NETWORK;
import static jbuild.runner.nspawn.Group.UPLINK;
import static jbuild.runner.nspawn.Section.UPLINKS;

import java.util.List;

/** Options that systemd-nspawn has not: there somebody else looks after the host's end. */
final class OwnOptions {
  private OwnOptions() {}

  static void addTo(List<Option> all) {
    all.add(
        Option.value(
            UPLINKS,
            "network",
            "host|none|veth",
            NETWORK,
            Key.NONE,
            "Take the host's network, none, or a private one"));
    all.add(
        Option.value(
            UPLINKS,
            "network-uplink",
            "BOOL",
            UPLINK,
            Key.own("Uplink"),
            "Give the machine addresses, names and a way to other hosts"));
    all.add(
        Option.value(
            UPLINKS,
            "network-address",
            "ADDRESS",
            UPLINK,
            Key.own("Address"),
            "Give the machine this IPv4 address, not one that is free"));
    all.add(
        Option.value(
            UPLINKS,
            "network-dns",
            "ADDRESS",
            UPLINK,
            Key.own("DNS"),
            "Ask this server for names, not those of the host"));
  }
}
