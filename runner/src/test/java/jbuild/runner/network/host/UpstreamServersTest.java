package jbuild.runner.network.host;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class UpstreamServersTest {
  @TempDir Path root;
  private UpstreamServers servers;

  @BeforeEach
  void makeDirectories() throws IOException {
    Files.createDirectories(root.resolve("etc"));
    Files.createDirectories(root.resolve("run/systemd/resolve"));
    servers = new UpstreamServers(root);
  }

  @Test
  void findsTheServersOfTheHostInTheirOrder() throws IOException {
    write(
        "etc/resolv.conf",
        """
        # nameserver 192.0.2.9
        search example
        nameserver 192.0.2.1
          nameserver\t2001:db8::1 trailing words
        nameserver 192.0.2.1
        nameservers 192.0.2.8
        """);

    assertEquals(List.of("192.0.2.1", "2001:db8:0:0:0:0:0:1"), ofHost());
    assertEquals(List.of("192.0.2.1", "2001:db8:0:0:0:0:0:1"), reachable());
    assertEquals(53, servers.ofHost().get(0).getPort());
  }

  @Test
  void asksTheStubFirstAndGivesMachinesTheServersBehindIt() throws IOException {
    write("run/systemd/resolve/stub-resolv.conf", "nameserver 127.0.0.53\noptions edns0\n");
    write("run/systemd/resolve/resolv.conf", "nameserver 192.0.2.1\nnameserver 192.0.2.2\n");
    Files.createSymbolicLink(
        root.resolve("etc/resolv.conf"), Path.of("../run/systemd/resolve/stub-resolv.conf"));

    assertEquals(List.of("127.0.0.53", "192.0.2.1", "192.0.2.2"), ofHost());
    assertEquals(List.of("192.0.2.1", "192.0.2.2"), reachable());
  }

  @Test
  void asksServersOfTheHostItselfThatNoMachineReaches() throws IOException {
    write("etc/resolv.conf", "nameserver 127.0.0.1\nnameserver ::1\nnameserver fe80::1%lo\n");
    write("run/systemd/resolve/resolv.conf", "nameserver 192.0.2.1\n");

    assertEquals(List.of("127.0.0.1", "0:0:0:0:0:0:0:1", "fe80:0:0:0:0:0:0:1%1"), ofHost());
    assertEquals(List.of(), reachable());
  }

  @Test
  void leavesOutWhatIsNoAddress() throws IOException {
    write(
        "etc/resolv.conf",
        """
        nameserver localhost
        nameserver 300.1.1.1
        nameserver 10.1
        nameserver dead:beef
        nameserver fe80::1%nosuchlink
        nameserver
        nameserver .:.
        nameserver 192.0.2.7
        """);

    assertEquals(List.of("192.0.2.7"), ofHost());
  }

  @Test
  void seesChangesAtOnce() throws IOException {
    assertEquals(List.of(), ofHost());

    write("etc/resolv.conf", "nameserver 192.0.2.1\n");
    assertEquals(List.of("192.0.2.1"), ofHost());

    write("etc/resolv.conf", "nameserver 192.0.2.2\n");
    assertEquals(List.of("192.0.2.2"), ofHost());

    write("etc/resolv.conf", "");
    assertEquals(List.of(), ofHost());
  }

  private List<String> ofHost() {
    return servers.ofHost().stream()
        .map(InetSocketAddress::getAddress)
        .map(InetAddress::getHostAddress)
        .toList();
  }

  private List<String> reachable() {
    return servers.reachableFromMachine().stream().map(InetAddress::getHostAddress).toList();
  }

  private void write(String file, String text) throws IOException {
    Files.writeString(root.resolve(file), text);
  }
}
