package jbuild.runner.network.pool;

import java.net.Inet4Address;
import java.net.Inet6Address;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import jbuild.runner.ExitStatus;
import jbuild.runner.Failure;
import jbuild.runner.SipHash24;
import jbuild.runner.linux.Fd;
import jbuild.runner.linux.KernelFiles;
import jbuild.runner.network.link.Prefix;

/**
 * Gives machines addresses: always the same ones for a name on a host, unless they are taken.
 *
 * <p>A machine with a pair of devices has a network of 16 addresses with the host, the machines of
 * a zone share one of 256.
 */
public final class AddressPool {
  static final int PAIR = 28;
  static final int ZONE = 24;

  /** A link with fewer addresses has no room for a machine, a wider one is no link of machines. */
  private static final int LONGEST = 30;

  private static final int SHORTEST = 8;

  /** Any, so that nobody else's hashes of the same words are ours. */
  private static final byte[] KEY = "jbuild addresses".getBytes(StandardCharsets.US_ASCII);

  private static final long UNIQUE_LOCAL = 0xfdL << 7 * Byte.SIZE;

  private final ReservedPrefixes reservations;
  private final String host;

  /**
   * A pool.
   *
   * @param directory for what is written down about the host's network
   * @param host what no other host is called, such as its machine-id(5)
   */
  public AddressPool(Path directory, String host) {
    this.reservations = new ReservedPrefixes(directory.resolve("addresses"));
    this.host = host;
  }

  /** That of this host. One without a machine-id keeps its addresses until it is rebooted. */
  public static AddressPool ofHost(Path directory) {
    Path id = Path.of("/etc/machine-id");
    boolean has = Files.isReadable(id);
    String host = KernelFiles.value(has ? id : Path.of("/proc/sys/kernel/random/boot_id"));
    return new AddressPool(directory, host);
  }

  /**
   * A link that exists already, and what it has.
   *
   * @param address the host's
   * @param length of its prefix
   */
  public record Existing(Inet4Address address, int length) {}

  /**
   * For a machine with a pair of devices of its own.
   *
   * @param wished the machine's address, unless any will do
   * @param taken all that the host has and all that it knows a way to, except this pair itself
   */
  public Reservation pair(String machine, Optional<Inet4Address> wished, List<Taken> taken) {
    Fd all = reservations.lock();
    try {
      String holder = "machine " + machine;
      List<Taken> unavailable = new ArrayList<>(taken);
      reservations.living().forEach(one -> unavailable.add(one.taken()));
      Prefix ipv4 =
          wished.isPresent()
              ? wished(wished.get(), PAIR, unavailable)
              : free(holder, PAIR, unavailable);
      Inet4Address gateway = gateway(ipv4, wished);
      Inet4Address address =
          wished.orElseGet(() -> AddressNumbers.ipv4(AddressNumbers.number(gateway) + 1));
      Subnet subnet = new Subnet(ipv4, gateway, local(holder, taken));
      var held = reservations.take(Reserved.of(subnet, holder), false);
      return new Reservation(reservations, List.of(held), subnet, address);
    } finally {
      all.close();
    }
  }

  /**
   * For a machine in a zone, whose network is that of the machines that are in it.
   *
   * @param wished the machine's address, unless any will do
   * @param existing what the zone's bridge has, if there is one that has anything
   * @param taken all that the host has and all that it knows a way to; what the zone's own bridge
   *     has does not matter if it is the existing one
   */
  public Reservation zone(
      String zone,
      String machine,
      Optional<Inet4Address> wished,
      Optional<Existing> existing,
      List<Taken> taken) {
    Fd all = reservations.lock();
    try {
      String holder = "zone " + zone;
      List<Reserved> living = reservations.living();
      Subnet subnet =
          shared(holder, living)
              .or(() -> existing.flatMap(link -> existing(holder, link)))
              .orElseGet(() -> ofZone(holder, wished, living, taken));
      Inet4Address address = new ZoneAddresses(zone, subnet, living).choose(hash(machine), wished);
      List<ReservedPrefixes.Held> held = new ArrayList<>();
      held.add(reservations.take(Reserved.of(subnet, holder), true));
      held.add(reservations.take(Reserved.of(address, "machine " + machine), false));
      return new Reservation(reservations, held, subnet, address);
    } finally {
      all.close();
    }
  }

  private static Optional<Subnet> shared(String holder, List<Reserved> living) {
    for (Reserved one : living) {
      if (one.holder().equals(holder) && one.subnet().isPresent()) {
        return one.subnet();
      }
    }
    return Optional.empty();
  }

  private Optional<Subnet> existing(String holder, Existing link) {
    if (link.length() < SHORTEST || link.length() > LONGEST) {
      return Optional.empty();
    }
    Prefix ipv4 = new Prefix(link.address(), link.length());
    return Optional.of(new Subnet(ipv4, link.address(), local(holder, List.of())));
  }

  private Subnet ofZone(
      String holder, Optional<Inet4Address> wished, List<Reserved> living, List<Taken> taken) {
    List<Taken> unavailable = new ArrayList<>(taken);
    living.forEach(one -> unavailable.add(one.taken()));
    Prefix ipv4 =
        wished.isPresent()
            ? wished(wished.get(), ZONE, unavailable)
            : free(holder, ZONE, unavailable);
    return new Subnet(ipv4, gateway(ipv4, wished), local(holder, taken));
  }

  private Prefix free(String holder, int length, List<Taken> unavailable) {
    return new FreeNetwork(unavailable)
        .find(length, hash(holder))
        .orElseThrow(
            () ->
                new Failure(
                    ExitStatus.HOST_CANNOT,
                    "cannot find a network for " + holder,
                    "all of 192.168.0.0/16, 172.16.0.0/12 and 10.0.0.0/8 is in use on this host,"
                        + " or has a route",
                    "end the VPN that takes all of it, or choose an address elsewhere with"
                        + " --network-address=ADDRESS"));
  }

  private static Prefix wished(Inet4Address address, int length, List<Taken> unavailable) {
    Prefix network = Wishes.network(address, length);
    for (Taken one : unavailable) {
      if (one.excludes(network)) {
        throw Wishes.refused(address, network + " overlaps with " + one);
      }
    }
    return network;
  }

  /** The first address, or the second where the machine wishes for the first. */
  private static Inet4Address gateway(Prefix network, Optional<Inet4Address> wished) {
    long first = AddressNumbers.number((Inet4Address) network.network()) + 1;
    boolean free = wished.isEmpty() || AddressNumbers.number(wished.get()) != first;
    return AddressNumbers.ipv4(free ? first : first + 1);
  }

  /** With 56 random bits, of which RFC 4193 wants 40 to be the host's own. */
  private Prefix local(String holder, List<Taken> taken) {
    long hash = hash(holder + " ipv6");
    while (true) {
      Inet6Address first = AddressNumbers.ipv6(UNIQUE_LOCAL | hash >>> Byte.SIZE, 0);
      Prefix local = new Prefix(first, Subnet.IPV6_LENGTH);
      if (taken.stream().noneMatch(one -> one.excludes(local))) {
        return local;
      }
      hash = hash(Long.toHexString(hash));
    }
  }

  private long hash(String words) {
    return SipHash24.of(KEY, (host + " " + words).getBytes(StandardCharsets.UTF_8));
  }
}
