package jbuild.network;

import static org.junit.jupiter.api.Assertions.assertAll;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Images with all kinds of software for the network, booted with no option about it. */
@Tag("root")
class GuestsIT {
  private static final double LONGEST_SECONDS = 3;

  /**
   * Fetches a page by name over both protocols, and notes how long after the boot that was.
   *
   * <p>What follows waits until the software for the network is content: only then the addresses
   * are those that it wants.
   */
  private static final String SCRIPT =
      """
      addresses() { # protocol
        ip -"$1" -o addr show dev host0 scope global | awk '{ print $4 }' | sort
      }
      fetch() { # protocol
        until curl -"$1" -sS --max-time 1 http://web.example/ >"/out/page$1"; do :; done
        ready=$(systemctl show --property=FinishTimestampMonotonic --value)
        while [ "${ready:-0}" = 0 ]; do
          sleep 0.05
          ready=$(systemctl show --property=FinishTimestampMonotonic --value)
        done
        awk -v ready="$ready" '{ print $1 - ready / 1e6 }' /proc/uptime >"/out/seconds$1"
      }
      fetch 4
      fetch 6
      until content; do sleep 0.05; done
      addresses 4 >/out/address4
      addresses 6 >/out/address6
      ip -4 route show default >/out/route4
      ip -6 route show default >/out/route6
      cat /etc/resolv.conf >/out/resolver
      touch /out/up
      until [ -e /out/seen ]; do sleep 0.05; done
      """;

  @TempDir static Path directory;

  private static SmallInternet internet;

  @BeforeAll
  static void open() {
    internet = SmallInternet.open(directory);
  }

  @AfterAll
  static void close() {
    internet.close();
  }

  @Test
  void withNoSoftwareForTheNetworkTheMachineReachesOthersByName() {
    check(guest("plain", "true"));
  }

  @Test
  void withNetworkdTheMachineReachesOthersByName() {
    check(
        guest("networkd", "networkctl status host0 | grep -q 'DHCP4 via'")
            .managedBy("systemd-networkd.service"));
  }

  @Test
  void withIfupdownTheMachineReachesOthersByName() {
    check(
        guest("ifupdown", "grep -q fixed-address /var/lib/dhcp/dhclient.host0.leases")
            .file("/etc/network/interfaces", "auto host0\niface host0 inet dhcp\n")
            .managedBy("networking.service"));
  }

  @Test
  void withNetworkManagerTheMachineReachesOthersByName() {
    check(
        guest("manager", "nmcli -g GENERAL.STATE device show host0 | grep -q '^100 '")
            .managedBy("NetworkManager.service"));
  }

  @Test
  void withDhcpcdTheMachineReachesOthersByName() {
    check(
        guest("dhcpcd", "[ -s /var/lib/dhcpcd/host0.lease ]")
            .file(
                "/etc/systemd/system/dhcpcd.service",
                "[Service]\nExecStart=/usr/sbin/dhcpcd --nobackground host0\n")
            .managedBy("dhcpcd.service"));
  }

  private static Guest guest(String name, String content) {
    return new Guest(
        internet, directory.resolve(name), "content() { " + content + "; }\n" + SCRIPT);
  }

  private static void check(Guest guest) {
    Guest.Running running = guest.start();
    List<String> said = addresses(running.status(internet));
    Map<String, String> results = running.results();
    String router = results.get("resolver").replaceAll("(?s).*nameserver (\\S+).*", "$1");

    assertAll(
        results.toString(),
        () -> assertEquals(SmallInternet.PAGE, results.get("page4")),
        () -> assertEquals(SmallInternet.PAGE, results.get("page6")),
        () -> assertTrue(Double.parseDouble(results.get("seconds4")) < LONGEST_SECONDS),
        () -> assertTrue(Double.parseDouble(results.get("seconds6")) < LONGEST_SECONDS),
        // Whoever asked for an address got the one that was there.
        () -> assertEquals(said.get(0) + "/28", results.get("address4")),
        // Some make further ones for the sake of privacy.
        () -> assertTrue(results.get("address6").lines().toList().contains(said.get(1) + "/64")),
        () -> assertEquals(Set.of(router), ways(results.get("route4"))),
        () -> assertTrue(ways(results.get("route6")).contains("fe80::1")));
  }

  /** Those that the host knows of a machine. */
  private static List<String> addresses(String status) {
    String[] words = status.replaceAll("(?s).*Address:", "").trim().split("\\s+");
    return List.of(words);
  }

  /** Through whom default routes lead. */
  private static Set<String> ways(String routes) {
    return routes.lines().map(route -> route.split(" ")[2]).collect(Collectors.toSet());
  }
}
