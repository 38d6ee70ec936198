package jbuild.runner.network;

import java.net.InetAddress;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import java.util.function.Consumer;
import jbuild.runner.Failure;
import jbuild.runner.Threads;
import jbuild.runner.linux.Fd;
import jbuild.runner.linux.NetlinkFamily;
import jbuild.runner.linux.NetlinkListener;
import jbuild.runner.linux.NetworkNamespaces;
import jbuild.runner.linux.Wakeup;
import jbuild.runner.network.link.Addresses;
import jbuild.runner.network.link.Link;
import jbuild.runner.network.link.LinkAddress;
import jbuild.runner.network.link.NamespaceNetwork;

/** Tells which addresses a machine has given itself, whenever that changes. */
final class AddressWatch implements AutoCloseable {
  private static final int FOREVER = -1;
  private static final int AT_ONCE = 0;

  /** A machine whose addresses come and go shall not keep the host busy. */
  private static final long PAUSE = TimeUnit.MILLISECONDS.toNanos(50);

  private final NamespaceNetwork network;
  private final NetlinkListener listener;
  private final Wakeup wakeup = new Wakeup();
  private final Consumer<List<InetAddress>> told;
  private final Thread thread;
  private volatile boolean closed;

  private AddressWatch(
      NamespaceNetwork network, NetlinkListener listener, Consumer<List<InetAddress>> told) {
    this.network = network;
    this.listener = listener;
    this.told = told;
    this.thread = new Thread(this::watch, "addresses of the machine");
  }

  /** Tells at once, and from then on. */
  static AddressWatch start(Fd machine, Consumer<List<InetAddress>> told) {
    NetlinkListener listener =
        NetworkNamespaces.inside(
            machine,
            () ->
                NetlinkListener.open(
                    NetlinkFamily.ROUTE, Addresses.GROUP_IPV4, Addresses.GROUP_IPV6));
    AddressWatch watch = new AddressWatch(NamespaceNetwork.of(machine), listener, told);
    watch.thread.setDaemon(true);
    watch.thread.start();
    return watch;
  }

  /** Those that others can reach, IPv4 first. */
  static List<InetAddress> of(NamespaceNetwork machine) {
    List<Integer> loopback = new ArrayList<>();
    for (Link link : machine.links().list()) {
      if (link.isLoopback()) {
        loopback.add(link.index());
      }
    }
    List<InetAddress> addresses = new ArrayList<>();
    for (LinkAddress address : machine.addresses().list()) {
      if (address.isGlobal() && address.isUsable() && !loopback.contains(address.link())) {
        addresses.add(address.address());
      }
    }
    addresses.sort((one, other) -> one.getAddress().length - other.getAddress().length);
    return addresses;
  }

  private void watch() {
    while (!closed) {
      boolean looked = look();
      LockSupport.parkNanos(PAUSE);
      listener.await(wakeup, looked ? FOREVER : AT_ONCE);
    }
  }

  private boolean look() {
    try {
      told.accept(of(network));
      return true;
    } catch (Failure e) {
      // They change faster than they can be listed: some time they will not.
      return false;
    }
  }

  @Override
  public void close() {
    closed = true;
    wakeup.call();
    LockSupport.unpark(thread);
    Threads.awaitEnd(thread);
    listener.close();
    network.close();
    wakeup.close();
  }
}
