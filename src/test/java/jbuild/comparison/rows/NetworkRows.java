package jbuild.comparison.rows;

import java.util.List;

/** Options about networks. Machines with links run in a network made for them. */
final class NetworkRows {
  private static final String LINKS = "cut -d: -f1 -s /proc/net/dev | tr -d ' '";

  private NetworkRows() {}

  static List<Row> all() {
    return List.of(
        Row.of(
            "--private-network",
            Case.with("--private-network")
                .asking(LINKS + "; cat /sys/class/net/lo/operstate", "ls /sys | cat")
                .shows("lo", "unknown", "block", "bus", "class", "dev", "devices", "fs", "kernel")),
        Row.of(
            "--network-interface",
            links("--network-interface=spare").shows("lo", "spare"),
            links("--network-interface=spare:wan").shows("lo", "wan").byReference(),
            links("--network-interface=missing").isRefused("called missing")),
        Row.of(
            "--network-macvlan",
            links("--network-macvlan=spare").shows("lo", "mv-spare"),
            links("--network-macvlan=spare:wan").shows("lo", "wan").byReference(),
            links("--network-macvlan=missing").isRefused("called missing")),
        Row.of("--network-ipvlan", links("--network-ipvlan=missing").isRefused("called missing")),
        Row.of(
            "--network-veth",
            Case.with("-n")
                .asking(LINKS + "; cat /sys/class/net/host0/operstate")
                .shows("lo", "host0", "down")),
        Row.of(
            "--network-veth-extra",
            links("--network-veth-extra=one", "--network-veth-extra=two:inside")
                .shows("lo", "one", "inside")),
        Row.of(
            "--network-bridge",
            links("--network-bridge=bridge").shows("lo", "host0"),
            links("--network-bridge=missing").isRefused("called missing")),
        Row.of("--network-zone", links("--network-zone=home").shows("lo", "host0")),
        Row.of(
            "--network-namespace-path",
            // The one of the tests has not the links that are made for machines.
            Case.with("--network-namespace-path=/proc/" + ProcessHandle.current().pid() + "/ns/net")
                .asking(LINKS + " | grep -c spare")
                .shows("0")
                .ends(1),
            links("--network-namespace-path=/dev/null").isRefused("it is no namespace")),
        Row.of(
            "--port",
            links("-n", "-p", "tcp:8080:80", "-p", "udp:5353").shows("lo", "host0"),
            Case.with("-p", "icmp:1").isRefused("icmp"),
            Case.with("-p", "8080").isRefused("--port")));
  }

  private static Case links(String... options) {
    return Case.with(options).asking(LINKS);
  }
}
