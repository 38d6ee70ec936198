package jbuild.runner.network;

import java.net.InetAddress;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.concurrent.TimeUnit;
import jbuild.runner.network.dns.MachineNames;

/**
 * The names that a machine may ask for: its own, its zone's, and the router's. Machines of others
 * are none of its business.
 */
final class ZoneNames implements MachineNames {
  private static final String ROUTER = "_gateway";
  private static final long KEPT = TimeUnit.SECONDS.toNanos(1);

  private final Surroundings host;
  private final Neighbour own;
  private final List<InetAddress> router;
  private List<Neighbour> seen = List.of();
  private OptionalLong looked = OptionalLong.empty();

  ZoneNames(Surroundings host, Neighbour own, List<InetAddress> router) {
    this.host = host;
    this.own = own;
    this.router = List.copyOf(router);
  }

  @Override
  public Optional<List<InetAddress>> addressesOf(String name) {
    if (name.equals(ROUTER)) {
      return Optional.of(router);
    }
    if (isCalled(own, name)) {
      return Optional.of(own.reach().addresses());
    }
    for (Neighbour machine : others()) {
      if (isCalled(machine, name)) {
        return Optional.of(machine.reach().addresses());
      }
    }
    return Optional.empty();
  }

  @Override
  public Optional<String> nameOf(InetAddress address) {
    if (router.contains(address)) {
      return Optional.of(ROUTER);
    }
    if (own.reach().addresses().contains(address)) {
      return Optional.of(nameIn(own));
    }
    for (Neighbour machine : others()) {
      if (machine.reach().addresses().contains(address)) {
        return Optional.of(nameIn(machine));
      }
    }
    return Optional.empty();
  }

  /** Those of the zone, as they were a moment ago: whoever asks a lot shall not cost much. */
  private List<Neighbour> others() {
    if (own.reach().zone().isEmpty()) {
      return List.of();
    }
    long now = System.nanoTime();
    if (looked.isEmpty() || now - looked.getAsLong() > KEPT) {
      List<Neighbour> others = new ArrayList<>();
      for (Neighbour machine : host.neighbours()) {
        if (machine.reach().zone().equals(own.reach().zone())) {
          others.add(machine);
        }
      }
      seen = others;
      looked = OptionalLong.of(now);
    }
    return seen;
  }

  private static boolean isCalled(Neighbour machine, String name) {
    return nameIn(machine).equals(name);
  }

  private static String nameIn(Neighbour machine) {
    return machine.name().value().toLowerCase(Locale.ROOT);
  }
}
