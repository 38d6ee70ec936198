package jbuild.runner.network.pool;

import java.net.Inet4Address;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import jbuild.runner.ExitStatus;
import jbuild.runner.Failure;

/** The addresses of a zone's machines. */
final class ZoneAddresses {
  private final String zone;
  private final Subnet subnet;
  private final Map<Inet4Address, String> holders = new HashMap<>();

  ZoneAddresses(String zone, Subnet subnet, List<Reserved> living) {
    this.zone = zone;
    this.subnet = subnet;
    for (Reserved one : living) {
      if (one.subnet().isEmpty()) {
        holders.put((Inet4Address) one.prefix().network(), "it belongs to " + one.holder());
      }
    }
    holders.put(subnet.gateway(), "it is the host's in zone " + zone);
  }

  /** The wished one, or the first that is free from where the hash says. */
  Inet4Address choose(long hash, Optional<Inet4Address> wished) {
    return wished.isPresent() ? checked(wished.get()) : free(hash);
  }

  private Inet4Address checked(Inet4Address wished) {
    if (!subnet.ipv4().contains(wished)) {
      throw Wishes.refused(wished, "zone " + zone + " has " + subnet.ipv4());
    }
    Wishes.check(wished, subnet.ipv4());
    if (holders.containsKey(wished)) {
      throw Wishes.refused(wished, holders.get(wished));
    }
    return wished;
  }

  private Inet4Address free(long hash) {
    long first = AddressNumbers.number((Inet4Address) subnet.ipv4().network()) + 1;
    long count = (1L << (Integer.SIZE - subnet.ipv4().length())) - 2;
    long start = Long.remainderUnsigned(hash, count);
    for (long i = 0; i < count; i++) {
      Inet4Address candidate = AddressNumbers.ipv4(first + (start + i) % count);
      if (!holders.containsKey(candidate)) {
        return candidate;
      }
    }
    throw new Failure(
        ExitStatus.HOST_CANNOT,
        "cannot find an address in zone " + zone,
        "machines have all " + (count - 1) + " of " + subnet.ipv4(),
        "stop one of them, or use another zone");
  }
}
