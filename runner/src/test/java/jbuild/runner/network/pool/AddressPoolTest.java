package jbuild.runner.network.pool;

import static org.junit.jupiter.api.Assertions.assertAll;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.net.Inet4Address;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.Optional;
import java.util.TreeSet;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.stream.Stream;
import jbuild.runner.Failure;
import jbuild.runner.linux.BytePath;
import jbuild.runner.linux.Descriptors;
import jbuild.runner.linux.Fd;
import jbuild.runner.linux.Locks;
import jbuild.runner.linux.NetworkNamespaces;
import jbuild.runner.network.link.Link;
import jbuild.runner.network.link.Links;
import jbuild.runner.network.link.MacAddress;
import jbuild.runner.network.link.NamespaceNetwork;
import jbuild.runner.network.link.Prefix;
import jbuild.runner.network.link.Route;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class AddressPoolTest {
  private static final String HOST = "0123456789abcdef0123456789abcdef";
  private static final String WEB =
      "192.168.118.130 192.168.118.128/28 192.168.118.129 fd41:17c0:84e:c341:0:0:0:0/64";
  private static final int UNREACHABLE = 7;
  private static final Optional<Inet4Address> ANY = Optional.empty();

  @TempDir Path directory;
  private AddressPool pool;

  @BeforeEach
  void makePool() {
    pool = pool();
  }

  @Test
  void givesAMachineTheSameAddressesAgain() {
    Reservation first = pool.pair("web", ANY, List.of());
    first.close();
    Reservation again = pool().pair("web", ANY, List.of());

    assertEquals(WEB, text(first));
    assertEquals(text(first), text(again));
    again.close();
  }

  @Test
  void givesOtherHostsAndOtherNamesOtherAddresses() {
    String web = text(pool.pair("web", ANY, List.of()));

    AddressPool elsewhere =
        new AddressPool(directory.resolve("other"), "fedcba9876543210fedcba9876543210");
    assertNotEquals(web, text(pool.pair("db", ANY, List.of())));
    assertNotEquals(web, text(elsewhere.pair("web", ANY, List.of())));
  }

  @Test
  void goesOnToTheNextNetworkThatIsNotTaken() throws Exception {
    Taken address = taken("192.168.118.130", 32);
    Taken network = taken("192.168.118.144", 28);
    Taken wider = taken("192.168.118.160", 27);

    Reservation reservation = pool.pair("web", ANY, List.of(wider, address, network));

    assertEquals("192.168.118.192/28", reservation.subnet().ipv4().toString());
  }

  @ParameterizedTest
  @CsvSource({
    "192.168.0.0, 16, 192.168.0.0, 16, 172.16.",
    "192.168.0.0, 16, 172.16.0.0, 12, 10.",
    // Nothing but what others like too is left.
    "10.0.0.0, 8, 172.16.0.0, 12, 192.168.",
  })
  void takesThePoolsInOrder(String first, int length, String second, int other, String start)
      throws Exception {
    List<Taken> taken = List.of(taken(first, length), taken(second, other));

    Reservation reservation = pool.pair("web", ANY, taken);

    assertTrue(text(reservation).startsWith(start), text(reservation));
  }

  @Test
  void takesWhatOthersLikeOnlyWhenNothingElseIsLeft() throws Exception {
    List<Taken> taken =
        List.of(
            taken("10.0.0.0", 8),
            taken("172.16.0.0", 12),
            taken("192.168.2.0", 23),
            taken("192.168.4.0", 22),
            taken("192.168.8.0", 21),
            taken("192.168.16.0", 20),
            taken("192.168.32.0", 19),
            taken("192.168.64.0", 18),
            taken("192.168.128.0", 17));

    Reservation reservation = pool.zone("lan", "web", ANY, Optional.empty(), taken);

    assertTrue(
        List.of("192.168.0.0/24", "192.168.1.0/24")
            .contains(reservation.subnet().ipv4().toString()));
  }

  @Test
  void saysThatAllIsTaken() throws Exception {
    List<Taken> taken =
        List.of(taken("10.0.0.0", 8), taken("172.16.0.0", 12), taken("192.168.0.0", 16));

    Failure failure = assertThrows(Failure.class, () -> pool.pair("web", ANY, taken));

    assertEquals(
        """
        cannot find a network for machine web
        all of 192.168.0.0/16, 172.16.0.0/12 and 10.0.0.0/8 is in use on this host, or has a route
        end the VPN that takes all of it, or choose an address elsewhere with \
        --network-address=ADDRESS
        """,
        text(failure));
  }

  @Test
  void doesNotTakeADefaultRouteForAWayToAllNetworks() throws Exception {
    List<Taken> taken = List.of(taken("0.0.0.0", 0), taken("0.0.0.0", 1), taken("128.0.0.0", 1));

    assertEquals(WEB, text(pool.pair("web", ANY, taken)));
  }

  @Test
  void givesTheWishedAddress() throws Exception {
    Reservation middle = pool.pair("a", wish("10.20.30.40"), List.of());
    Reservation lowest = pool.pair("b", wish("10.20.31.1"), List.of());

    assertAll(
        () -> assertEquals("10.20.30.32/28", middle.subnet().ipv4().toString()),
        () -> assertEquals("10.20.30.33", middle.subnet().gateway().getHostAddress()),
        () -> assertEquals("10.20.30.40", middle.address().getHostAddress()),
        () -> assertEquals("10.20.31.2", lowest.subnet().gateway().getHostAddress()),
        () -> assertEquals("10.20.31.1", lowest.address().getHostAddress()));
  }

  @ParameterizedTest
  @CsvSource({
    "10.1.2.3, '10.1.2.0/28 overlaps with 10.1.0.0/16, a route through wg0'",
    "10.9.9.7, '10.9.9.0/28 overlaps with 10.9.9.0/28, which machine other has'",
    "10.1.1.16, 'it is the first of 10.1.1.16/28, so that of the network itself'",
    "10.1.1.31, 'it is the last of 10.1.1.16/28, so that of the network itself'",
    "127.0.0.5, such addresses have a meaning of their own",
    "169.254.7.7, such addresses have a meaning of their own",
    "224.0.0.9, such addresses have a meaning of their own",
    "0.0.0.0, such addresses have a meaning of their own",
  })
  void refusesWishesThatCannotComeTrueAndSaysWhy(String address, String why) throws Exception {
    Taken route = new Taken(prefix("10.1.0.0", 16), "a route through wg0");
    pool.pair("other", wish("10.9.9.9"), List.of());

    Failure failure =
        assertThrows(Failure.class, () -> pool.pair("web", wish(address), List.of(route)));

    assertEquals("cannot give the machine the address " + address, failure.what());
    assertEquals(why, failure.why());
  }

  @Test
  @Tag("root")
  void mindsTheAddressesAndTheRoutesOfTheHostInAllTables() throws Exception {
    Fd namespace = NetworkNamespaces.create();
    List<Taken> taken = NetworkNamespaces.inside(namespace, AddressPoolTest::busyHost);
    namespace.close();

    assertAll(
        () -> assertEquals("10.7.0.0/24, the network of a0", whoHas(taken, "10.7.0.99")),
        () -> assertEquals("10.8.0.0/16, a route through a0", whoHas(taken, "10.8.9.10")),
        () -> assertEquals("10.9.0.0/16, a route", whoHas(taken, "10.9.9.10")),
        () ->
            assertTrue(
                taken.stream().anyMatch(one -> one.toString().contains(":ffff:0:0/96")),
                taken.toString()));
  }

  private static List<Taken> busyHost() {
    try (NamespaceNetwork host = NamespaceNetwork.here();
        Fd other = NetworkNamespaces.create()) {
      MacAddress mac = MacAddress.parse("02:00:00:00:00:01").orElseThrow();
      MacAddress its = MacAddress.parse("02:00:00:00:00:02").orElseThrow();
      Link link = host.links().createVeth("a0", mac, new Links.Peer("b0", its, other));
      host.links().setUp(link);
      host.addresses().add(link, AddressNumbers.ipv4("10.7.0.1"), 24, 0);
      Prefix routed = new Prefix(AddressNumbers.ipv4("10.8.0.0"), 16);
      Prefix barred = new Prefix(AddressNumbers.ipv4("10.9.0.0"), 16);
      Optional<InetAddress> gateway = Optional.of(AddressNumbers.ipv4("10.7.0.2"));
      host.routes().add(new Route(routed, gateway, link.index(), 5252, Route.UNICAST, 0, false));
      host.routes().add(new Route(barred, Optional.empty(), 0, 5353, UNREACHABLE, 0, false));
      // Some distributions have it from the start, against addresses that look like another's.
      byte[] mapped = HexFormat.of().parseHex("00000000000000000000ffff00000000");
      Prefix odd = new Prefix(AddressNumbers.of(mapped), 96);
      host.routes().add(new Route(odd, Optional.empty(), link.index(), 5353, 1, 7, false));
      return Taken.allOf(host);
    }
  }

  private static String whoHas(List<Taken> taken, String address) throws UnknownHostException {
    Prefix only = Prefix.only(address(address));
    return taken.stream().filter(one -> one.excludes(only)).findFirst().orElseThrow().toString();
  }

  @Test
  void givesFiftyMachinesAtOnceDistinctAddresses() throws Exception {
    List<Future<Reservation>> all = new ArrayList<>();
    ExecutorService threads = Executors.newFixedThreadPool(50);
    // One network for each, and no room for another one: whoever misses one, gets none.
    List<Taken> taken =
        List.of(
            taken("10.0.0.0", 8),
            taken("172.16.0.0", 12),
            taken("192.168.0.0", 17),
            taken("192.168.128.0", 18),
            taken("192.168.192.0", 19),
            taken("192.168.224.0", 20),
            taken("192.168.240.0", 21),
            taken("192.168.248.0", 22),
            taken("192.168.252.32", 27),
            taken("192.168.252.64", 26),
            taken("192.168.252.128", 25));
    TreeSet<String> pairs = new TreeSet<>();
    TreeSet<String> zone = new TreeSet<>();
    try {
      for (int i = 0; i < 50; i++) {
        String machine = "m" + i;
        all.add(threads.submit(() -> pool().pair(machine, ANY, taken)));
      }
      for (Future<Reservation> one : all) {
        pairs.add(one.get().address().getHostAddress());
      }
      all.clear();
      for (int i = 0; i < 50; i++) {
        String machine = "z" + i;
        all.add(
            threads.submit(() -> pool().zone("lan", machine, ANY, Optional.empty(), List.of())));
      }
      for (Future<Reservation> one : all) {
        zone.add(one.get().address().getHostAddress());
      }
    } finally {
      threads.shutdownNow();
    }

    assertEquals(50, pairs.size());
    assertEquals(50, zone.size());
    assertThrows(Failure.class, () -> pool.pair("one-more", ANY, taken));
  }

  @Test
  void givesTheAddressesOfAProcessThatWasKilledToTheNextOne() throws Exception {
    Reservation web = pool.pair("web", ANY, List.of());
    String first = text(web);
    Path file = directory.resolve("addresses/192.168.118.128-28");
    String content = Files.readString(file);
    web.close();
    Files.writeString(file, content);

    assertEquals(first, text(pool.pair("web", ANY, List.of())));
  }

  @Test
  void leavesNothingBehind() throws IOException {
    Reservation web = pool.zone("lan", "web", ANY, Optional.empty(), List.of());
    Reservation db = pool.zone("lan", "db", ANY, Optional.empty(), List.of());
    assertEquals(4, files().size(), files().toString());

    web.close();
    assertEquals(3, files().size());
    db.close();

    assertEquals(List.of(".lock"), files());
  }

  @Test
  void mindsNoFilesOfOthers() throws IOException {
    Path other =
        Files.createFile(
            Files.createDirectory(directory.resolve("addresses")).resolve("10.300.0.0-what"));
    Fd lock = Descriptors.onHost(BytePath.of(other.toString()), Descriptors.O_RDWR);
    Locks.exclusive(lock);

    assertEquals(WEB, text(pool.pair("web", ANY, List.of())));
    lock.close();
  }

  @Test
  void saysWhereItCannotWrite() throws IOException {
    Path file = Files.createFile(directory.resolve("file"));
    AddressPool nowhere = new AddressPool(file.resolve("below"), HOST);

    Failure failure = assertThrows(Failure.class, () -> nowhere.pair("web", ANY, List.of()));

    assertEquals(
        "cannot write down in " + file + "/below/addresses which addresses a machine has",
        failure.what());
  }

  @Test
  void derivesAnIpv6AddressFromTheHardwareAddress() throws Exception {
    Prefix ipv6 = prefix("fd12:3456:789a:bcde::", 64);
    Subnet subnet = new Subnet(prefix("10.0.0.0", 28), address("10.0.0.1"), ipv6);
    MacAddress mac = MacAddress.parse("34:56:78:9a:bc:de").orElseThrow();

    assertFalse(ipv6.isIpv4());
    assertEquals("fd12:3456:789a:bcde:0:0:0:1", subnet.gateway6().getHostAddress());
    assertEquals("fd12:3456:789a:bcde:3656:78ff:fe9a:bcde", subnet.address6(mac).getHostAddress());
  }

  private AddressPool pool() {
    return new AddressPool(directory, HOST);
  }

  private List<String> files() throws IOException {
    try (Stream<Path> files = Files.list(directory.resolve("addresses"))) {
      return files.map(file -> file.getFileName().toString()).sorted().toList();
    }
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

  private static Taken taken(String first, int length) throws UnknownHostException {
    return new Taken(prefix(first, length), "a route through wg0");
  }

  private static Prefix prefix(String first, int length) throws UnknownHostException {
    return new Prefix(InetAddress.getByName(first), length);
  }

  private static Inet4Address address(String text) throws UnknownHostException {
    return (Inet4Address) InetAddress.getByName(text);
  }
}
