package jbuild.network;

import static org.junit.jupiter.api.Assertions.assertAll;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Images with all kinds of software for the network, booted with no option about it. */
@Tag("root")
class GuestsIT {
  private static final double LONGEST_SECONDS = 3;

  /** Fetches a page by name over both protocols, and notes how long after the boot that was. */
  private static final String SCRIPT =
      """
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
      sleep 2
      ip -4 -o addr show dev host0 | awk '{ print $4 }' >/out/address
      ip -6 -o addr show dev host0 scope global | awk '{ print $4 }' >/out/address6
      ip -4 route show default | wc -l >/out/routes
      """;

  @TempDir Path directory;

  @Test
  void withNoSoftwareForTheNetworkTheMachineReachesOthersByName() {
    check("plain", "");
  }

  @Test
  void withNetworkdTheMachineReachesOthersByName() {
    check("networkd", "systemd-networkd.service");
  }

  @Test
  void withIfupdownTheMachineReachesOthersByName() {
    try (SmallInternet internet = SmallInternet.open(directory)) {
      check(
          new Guest(internet, directory.resolve("ifupdown"), SCRIPT)
              .file("/etc/network/interfaces", "auto host0\niface host0 inet dhcp\n")
              .managedBy("networking.service"));
    }
  }

  @Test
  void withNetworkManagerTheMachineReachesOthersByName() {
    check("manager", "NetworkManager.service");
  }

  private void check(String name, String unit) {
    try (SmallInternet internet = SmallInternet.open(directory)) {
      Guest guest = new Guest(internet, directory.resolve(name), SCRIPT);
      check(unit.isEmpty() ? guest : guest.managedBy(unit));
    }
  }

  private static void check(Guest guest) {
    Map<String, String> results = guest.results();

    assertAll(
        () -> assertEquals(SmallInternet.PAGE, results.get("page4")),
        () -> assertEquals(SmallInternet.PAGE, results.get("page6")),
        () ->
            assertTrue(
                Double.parseDouble(results.get("seconds4")) < LONGEST_SECONDS, results::toString),
        () ->
            assertTrue(
                Double.parseDouble(results.get("seconds6")) < LONGEST_SECONDS, results::toString),
        // Whoever asked for an address got the one that was there.
        () ->
            assertEquals(1, results.get("address").lines().distinct().count(), results::toString));
  }
}
