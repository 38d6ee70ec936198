package jbuild.comparison.rows;

import java.util.List;

/** Options about networks: those with devices are checked, and refused by name. */
final class NetworkRows {
  private static final String DEVICES = "virtual and other network devices (--network-...)";

  private NetworkRows() {}

  static List<Row> all() {
    return List.of(
        Row.of(
            "--private-network",
            Case.with("--private-network")
                .asking(
                    "cut -d: -f1 -s /proc/net/dev | tr -d ' '; cat /sys/class/net/lo/operstate",
                    "ls /sys | cat")
                .shows("lo", "unknown", "block", "bus", "class", "dev", "devices", "fs", "kernel")),
        later("--network-interface", "--network-interface=lo", DEVICES),
        later("--network-macvlan", "--network-macvlan=lo", DEVICES),
        later("--network-ipvlan", "--network-ipvlan=lo", DEVICES),
        later("--network-veth", "-n", DEVICES),
        later("--network-veth-extra", "--network-veth-extra=a:b", DEVICES),
        later("--network-bridge", "--network-bridge=br0", DEVICES),
        later("--network-zone", "--network-zone=home", DEVICES),
        later(
            "--network-namespace-path",
            "--network-namespace-path=/proc/self/ns/net",
            "--network-namespace-path="),
        Row.of(
            "--port",
            Case.with("--private-network", "-p", "tcp:8080:80").isRefused("--port").byReference(),
            Case.with("-p", "icmp:1").isRefused("icmp"),
            Case.with("-p", "8080").isRefused("--port")));
  }

  private static Row later(String option, String word, String named) {
    return Row.of(
        option,
        Case.with(word).isRefused("this version of jbuild understands " + named).byReference());
  }
}
