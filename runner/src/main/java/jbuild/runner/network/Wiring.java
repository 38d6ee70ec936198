package jbuild.runner.network;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import jbuild.runner.Failure;
import jbuild.runner.Threads;
import jbuild.runner.network.device.Device;
import jbuild.runner.network.device.Devices;
import jbuild.runner.network.device.Ends;
import jbuild.runner.network.device.LinkRecord;
import jbuild.runner.network.link.HardwareAddresses;
import jbuild.runner.network.link.Link;
import jbuild.runner.network.link.NamespaceNetwork;
import jbuild.runner.network.loop.EventLoop;
import jbuild.runner.settings.MachineName;
import jbuild.runner.settings.Network;

/** The devices that join a machine with the host, and what the host does for it. */
final class Wiring implements AutoCloseable {
  private final Network wished;
  private final Surroundings host;
  private final List<Device> devices = new ArrayList<>();
  private final Held held = new Held();
  private Optional<EventLoop> loop = Optional.empty();
  private Optional<Publication> ports = Optional.empty();
  private Optional<Router> router = Optional.empty();
  private Optional<Ends> ends = Optional.empty();

  private Wiring(Network wished, Surroundings host) {
    this.wished = wished;
    this.host = host;
  }

  /** See {@link MachineNetwork#prepare}. */
  static Wiring prepare(Network wished, MachineName name, Surroundings host) {
    Wiring wiring = new Wiring(wished, host);
    try {
      wiring.plan(name);
      return wiring;
    } catch (RuntimeException | Error e) {
      wiring.close();
      throw e;
    }
  }

  private void plan(MachineName name) {
    if (!wished.ports().isEmpty()) {
      Publication publication = Publication.open(loop(name), wished.ports(), host);
      held.until(publication::close);
      ports = Optional.of(publication);
    }
    Devices all = new Devices(wished, name.value(), HardwareAddresses.ofHost(), record());
    devices.addAll(all.all(System.getenv()));
    try (NamespaceNetwork here = NamespaceNetwork.here()) {
      for (Device device : devices) {
        device.check(here);
      }
    }
    if (wished.uplink().isPresent()) {
      Router made = Router.prepare(wished, name, all.pair(System.getenv()), host, loop(name));
      held.until(made::close);
      router = Optional.of(made);
    }
  }

  private LinkRecord record() {
    return new LinkRecord() {
      @Override
      public void bridge(String name) {
        host.record(Remnant.bridge(name));
      }

      @Override
      public void pair(Link outside) {
        host.record(Remnant.pair(outside));
      }
    };
  }

  /** Serves sockets; most devices need none. */
  private EventLoop loop(MachineName name) {
    if (loop.isEmpty()) {
      EventLoop started = EventLoop.start("network of " + name);
      held.until(started::close);
      loop = Optional.of(started);
    }
    return loop.get();
  }

  /** Whether the machine's /etc/resolv.conf is ours to write. */
  boolean hasRouter() {
    return router.isPresent();
  }

  /** How others reach the machine, as far as we have a part in it. */
  Reach reach() {
    return new Reach(
        wished.zone(), router.map(Router::addresses).orElse(List.of()), wished.ports());
  }

  /** Makes the devices. The machine's first process has its namespace, and waits. */
  void attach(int process) {
    Ends both = Ends.with(process);
    ends = Optional.of(both);
    held.until(both::close);
    for (Device device : devices) {
      held.until(() -> device.detach(both));
      device.attach(both);
    }
    if (router.isPresent()) {
      router.get().attach(both);
      ports.ifPresent(one -> one.leadTo(router.get().addresses()));
    } else {
      ports.ifPresent(one -> one.leadInto(both.machineNamespace()));
    }
  }

  /** Serves the machine, which runs now and need not wait for that. */
  void serve() {
    if (router.isPresent()) {
      Thread thread = new Thread(() -> serve(router.get(), ends.orElseThrow()), "router");
      thread.setDaemon(true);
      thread.start();
      held.until(() -> Threads.awaitEnd(thread));
    }
  }

  private void serve(Router one, Ends both) {
    try {
      one.serve(both);
    } catch (Failure failure) {
      // A machine that has ended already has no link that could be served.
      if (one.hasLink(both)) {
        host.warn("nobody answers the machine when it asks for addresses: " + failure.getMessage());
      }
    }
  }

  /** Gives back what was taken, also when something is in the way of a part of it. */
  @Override
  public void close() {
    held.giveBack(host::warn);
  }
}
