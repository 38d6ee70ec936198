package jbuild.runner.network;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import jbuild.runner.Failure;
import jbuild.runner.linux.Fd;
import jbuild.runner.linux.NetworkNamespaces;
import jbuild.runner.network.device.Device;
import jbuild.runner.network.device.Devices;
import jbuild.runner.network.device.Ends;
import jbuild.runner.network.link.HardwareAddresses;
import jbuild.runner.network.link.NamespaceNetwork;
import jbuild.runner.network.loop.EventLoop;
import jbuild.runner.settings.MachineName;
import jbuild.runner.settings.Network;

/**
 * The network of one machine, from its plan to its end: the devices that join it with the host, and
 * what the host does for it.
 */
public final class MachineNetwork implements AutoCloseable {
  /** The file in the machine's place that names the servers that it asks. */
  public static final String NAME_SERVERS = "resolv.conf";

  private final Network wished;
  private final Surroundings host;
  private final Optional<Fd> joined;
  private final List<Device> devices = new ArrayList<>();
  private final Held held = new Held();
  private Optional<Publication> ports = Optional.empty();
  private Optional<Router> router = Optional.empty();
  private Optional<Ends> ends = Optional.empty();

  private MachineNetwork(Network wished, Surroundings host, Optional<Fd> joined) {
    this.wished = wished;
    this.host = host;
    this.joined = joined;
  }

  /**
   * Looks whether it can be, and takes what nobody else may take meanwhile. No device is made yet.
   *
   * @throws Failure when it cannot be; nothing is taken then
   */
  public static MachineNetwork prepare(Network wished, MachineName name, Surroundings host) {
    Optional<Fd> joined = wished.namespace().map(path -> NetworkNamespaces.of(path.toString()));
    MachineNetwork network = new MachineNetwork(wished, host, joined);
    if (wished.own()) {
      try {
        network.plan(name);
      } catch (RuntimeException | Error e) {
        network.close();
        throw e;
      }
    }
    return network;
  }

  private void plan(MachineName name) {
    if (!wished.hasDevices() && wished.ports().isEmpty()) {
      return;
    }
    EventLoop loop = EventLoop.start("network of " + name);
    held.until(loop::close);
    if (!wished.ports().isEmpty()) {
      Publication publication = Publication.open(loop, wished.ports(), host);
      held.until(publication::close);
      ports = Optional.of(publication);
    }
    Devices all = new Devices(wished, name.value(), HardwareAddresses.ofHost());
    devices.addAll(all.all(System.getenv(), bridge -> host.record(Remnant.bridge(bridge))));
    try (NamespaceNetwork here = NamespaceNetwork.here()) {
      for (Device device : devices) {
        device.check(here);
      }
    }
    if (wished.uplink().isPresent()) {
      Router made = Router.prepare(wished, name, all.pair(System.getenv()), host, loop);
      held.until(made::close);
      router = Optional.of(made);
    }
  }

  /** The namespace that the machine is born into, when it is to have an existing one. */
  public Optional<Fd> joined() {
    return joined;
  }

  /** What the machine's /etc/resolv.conf is to say, when its network has servers. */
  public Optional<Path> nameServers() {
    return router.isPresent() ? Optional.of(host.place().resolve(NAME_SERVERS)) : Optional.empty();
  }

  /** How others reach the machine, as far as we have a part in it. */
  public Reach reach() {
    return new Reach(
        wished.zone(), router.map(Router::addresses).orElse(List.of()), wished.ports());
  }

  /** Makes the devices. The machine's first process has its namespace, and waits. */
  public void attach(int process) {
    if (devices.isEmpty() && ports.isEmpty()) {
      return;
    }
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

  /** Serves the machine, which runs now. */
  public void serve() {
    router.ifPresent(one -> one.serve(ends.orElseThrow()));
  }

  /** Gives back what was taken, also when something is in the way of a part of it. */
  @Override
  public void close() {
    held.giveBack(host::warn);
    joined.ifPresent(Fd::close);
  }
}
