package jbuild.runner.network;

import java.nio.file.Path;
import java.util.Optional;
import jbuild.runner.linux.Fd;
import jbuild.runner.linux.NetworkNamespaces;
import jbuild.runner.settings.MachineName;
import jbuild.runner.settings.Network;

/** The network of one machine, from its plan to its end. Most have nothing of their own. */
public final class MachineNetwork implements AutoCloseable {
  /** The file in the machine's place that names the servers that it asks. */
  public static final String NAME_SERVERS = "resolv.conf";

  private final Optional<Fd> joined;
  private final Optional<Wiring> wiring;
  private final Path place;

  private MachineNetwork(Optional<Fd> joined, Optional<Wiring> wiring, Path place) {
    this.joined = joined;
    this.wiring = wiring;
    this.place = place;
  }

  /**
   * Looks whether it can be, and takes what nobody else may take meanwhile. No device is made yet.
   *
   * @throws jbuild.runner.Failure when it cannot be; nothing is taken then
   */
  public static MachineNetwork prepare(Network wished, MachineName name, Surroundings host) {
    Optional<Fd> joined = Optional.empty();
    if (wished.namespace().isPresent()) {
      joined = Optional.of(NetworkNamespaces.of(wished.namespace().get().toString()));
    }
    Optional<Wiring> wiring = Optional.empty();
    boolean joins = wished.namespace().isPresent();
    if (wished.own() && (wished.hasDevices() && !joins || !wished.ports().isEmpty())) {
      wiring = Optional.of(Wiring.prepare(wished, name, host));
    }
    return new MachineNetwork(joined, wiring, host.place());
  }

  /** The namespace that the machine is born into, when it is to have an existing one. */
  public Optional<Fd> joined() {
    return joined;
  }

  /** What the machine's /etc/resolv.conf is to say, when its network has servers. */
  public Optional<Path> nameServers() {
    return wiring.isPresent() && wiring.get().hasRouter()
        ? Optional.of(place.resolve(NAME_SERVERS))
        : Optional.empty();
  }

  /** How others reach the machine, as far as we have a part in it. */
  public Reach reach() {
    return wiring.isPresent() ? wiring.get().reach() : Reach.NONE;
  }

  /** Makes the devices. The machine's first process has its namespace, and waits. */
  public void attach(int process) {
    if (wiring.isPresent()) {
      wiring.get().attach(process);
    }
  }

  /** Serves the machine, which runs now and need not wait for that. */
  public void serve() {
    if (wiring.isPresent()) {
      wiring.get().serve();
    }
  }

  /** Gives back what was taken, also when something is in the way of a part of it. */
  @Override
  public void close() {
    if (wiring.isPresent()) {
      wiring.get().close();
    }
    if (joined.isPresent()) {
      joined.get().close();
    }
  }
}
