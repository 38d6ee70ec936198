package jbuild.runner.network.publish;

import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;

/** Where the machine is at the moment, and who waits for it to be anywhere. */
final class Destination {
  private List<InetAddress> addresses = List.of();
  private final Set<Runnable> waiting = new LinkedHashSet<>();

  /** Whether that is somewhere else than before. */
  boolean set(List<InetAddress> now) {
    boolean moved = !addresses.equals(now);
    addresses = now;
    if (isKnown()) {
      List<Runnable> all = List.copyOf(waiting);
      waiting.clear();
      all.forEach(Runnable::run);
    }
    return moved;
  }

  boolean isKnown() {
    return !addresses.isEmpty();
  }

  /** In the order in which they are tried: what serves one family need not serve the other. */
  List<InetSocketAddress> forClient(InetAddress client, int port) {
    List<InetSocketAddress> ordered = new ArrayList<>();
    for (InetAddress address : addresses) {
      if (address.getClass() == client.getClass()) {
        ordered.add(new InetSocketAddress(address, port));
      }
    }
    for (InetAddress address : addresses) {
      if (address.getClass() != client.getClass()) {
        ordered.add(new InetSocketAddress(address, port));
      }
    }
    return ordered;
  }

  void await(Runnable known) {
    waiting.add(known);
  }

  void forget(Runnable known) {
    waiting.remove(known);
  }
}
