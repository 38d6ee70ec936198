package jbuild.runner.network.pool;

import static org.junit.jupiter.api.Assertions.assertAll;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.net.Inet4Address;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import jbuild.runner.Failure;
import jbuild.runner.network.link.Prefix;
import jbuild.runner.network.pool.AddressPool.Existing;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ZonePoolTest {
  private static final String HOST = "0123456789abcdef0123456789abcdef";
  private static final Optional<Inet4Address> ANY = Optional.empty();

  @TempDir Path directory;
  private AddressPool pool;

  @BeforeEach
  void makePool() {
    pool = pool();
  }

  @Test
  void givesTheMachinesOfAZoneAddressesOfOneNetwork() {
    Reservation web = pool.zone("lan", "web", ANY, Optional.empty(), List.of());
    Reservation db = pool().zone("lan", "db", ANY, Optional.empty(), List.of());
    Reservation other = pool().zone("dmz", "web", ANY, Optional.empty(), List.of());

    assertEquals(
        "192.168.155.216 192.168.155.0/24 192.168.155.1 fd4c:e7a6:98e7:3ec:0:0:0:0/64", text(web));
    assertEquals(
        "192.168.155.56 192.168.155.0/24 192.168.155.1 fd4c:e7a6:98e7:3ec:0:0:0:0/64", text(db));
    assertEquals(
        "192.168.98.216 192.168.98.0/24 192.168.98.1 fdda:3725:8eb8:a818:0:0:0:0/64", text(other));
  }

  @Test
  void keepsTheNetworkOfAZoneAsLongAsAMachineIsInIt() throws Exception {
    Reservation web = pool.zone("lan", "web", ANY, Optional.empty(), List.of());
    Reservation db = pool.zone("lan", "db", ANY, Optional.empty(), List.of());
    Taken own = new Taken(web.subnet().ipv4(), "a route through vz-lan");
    Taken own6 = new Taken(web.subnet().ipv6(), "a route through vz-lan");
    web.close();
    Reservation mail = pool.zone("lan", "mail", ANY, Optional.empty(), List.of(own, own6));
    db.close();
    mail.close();
    Reservation later = pool.zone("lan", "web", ANY, Optional.empty(), List.of(own, own6));

    assertEquals(web.subnet(), mail.subnet());
    assertNotEquals(web.subnet().ipv4(), later.subnet().ipv4());
    assertNotEquals(web.subnet().ipv6(), later.subnet().ipv6());
  }

  @Test
  void keepsWhatTheBridgeOfAZoneHasAlready() throws Exception {
    Existing bridge = new Existing(address("172.30.1.254"), 24);
    Taken own = new Taken(prefix("172.30.1.0", 24), "a route through vz-lan");

    Reservation web = pool.zone("lan", "web", ANY, Optional.of(bridge), List.of(own));

    assertEquals("172.30.1.0/24", web.subnet().ipv4().toString());
    assertEquals("172.30.1.254", web.subnet().gateway().getHostAddress());
    assertTrue(web.subnet().ipv4().contains(web.address()));
  }

  @Test
  void refusesAWishedAddressThatAnotherMachineOfTheZoneHas() throws Exception {
    pool.zone("lan", "web", wish("10.5.5.5"), Optional.empty(), List.of());

    assertAll(
        () -> assertEquals("it belongs to machine web", refusalInZone("10.5.5.5")),
        () -> assertEquals("it is the host's in zone lan", refusalInZone("10.5.5.1")),
        () -> assertEquals("zone lan has 10.5.5.0/24", refusalInZone("10.5.6.5")),
        () ->
            assertEquals(
                "it is the last of 10.5.5.0/24, so that of the network itself",
                refusalInZone("10.5.5.255")));
  }

  private String refusalInZone(String address) {
    return assertThrows(
            Failure.class, () -> pool.zone("lan", "db", wish(address), Optional.empty(), List.of()))
        .why();
  }

  @Test
  void saysThatAZoneIsFull() throws Exception {
    Optional<Existing> small = Optional.of(new Existing(address("10.5.5.1"), 29));
    for (int i = 0; i < 5; i++) {
      pool.zone("lan", "m" + i, ANY, small, List.of());
    }

    Failure failure =
        assertThrows(Failure.class, () -> pool.zone("lan", "web", ANY, small, List.of()));

    assertEquals(
        """
        cannot find an address in zone lan
        machines have all 5 of 10.5.5.0/29
        stop one of them, or use another zone
        """,
        text(failure));
  }

  private AddressPool pool() {
    return new AddressPool(directory, HOST);
  }

  private static String text(Reservation reservation) {
    Subnet subnet = reservation.subnet();
    return String.join(
        " ",
        reservation.address().getHostAddress(),
        subnet.ipv4().toString(),
        subnet.gateway().getHostAddress(),
        subnet.ipv6().toString());
  }

  private static String text(Failure failure) {
    return String.join("\n", failure.what(), failure.why(), failure.fix(), "");
  }

  private static Optional<Inet4Address> wish(String text) throws UnknownHostException {
    return Optional.of(address(text));
  }

  private static Prefix prefix(String first, int length) throws UnknownHostException {
    return new Prefix(InetAddress.getByName(first), length);
  }

  private static Inet4Address address(String text) throws UnknownHostException {
    return (Inet4Address) InetAddress.getByName(text);
  }
}
