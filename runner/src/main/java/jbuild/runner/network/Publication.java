package jbuild.runner.network;

import java.io.IOException;
import java.net.InetAddress;
import java.nio.channels.DatagramChannel;
import java.nio.channels.SocketChannel;
import java.util.List;
import java.util.Optional;
import jbuild.runner.linux.Fd;
import jbuild.runner.network.loop.EventLoop;
import jbuild.runner.network.publish.MachineSockets;
import jbuild.runner.network.publish.PortOwners;
import jbuild.runner.network.publish.PublishedPorts;
import jbuild.runner.settings.Network.Port;

/** The published ports of a machine, which are ours before the machine is there. */
final class Publication implements AutoCloseable {
  private final Way way = new Way();
  private final PublishedPorts ports;
  private Optional<AddressWatch> watch = Optional.empty();

  private Publication(EventLoop loop, List<Port> ports, Surroundings host) {
    this.ports = PublishedPorts.open(loop, ports, way, owners(host));
  }

  /**
   * Takes the ports of the host.
   *
   * @throws jbuild.runner.Failure when one is in use
   */
  static Publication open(EventLoop loop, List<Port> ports, Surroundings host) {
    return new Publication(loop, ports, host);
  }

  private static PortOwners owners(Surroundings host) {
    return port -> {
      for (Neighbour machine : host.neighbours()) {
        for (Port other : machine.reach().ports()) {
          if (other.protocol() == port.protocol() && other.host() == port.host()) {
            return Optional.of(machine.name().value());
          }
        }
      }
      return Optional.empty();
    };
  }

  /** They lead to these addresses, to which the host has a route. */
  void leadTo(List<InetAddress> addresses) {
    ports.machineAt(addresses);
  }

  /** They lead to whatever address the machine gives itself, from inside its own network. */
  void leadInto(Fd machine) {
    way.sockets = MachineSockets.inside(machine);
    watch = Optional.of(AddressWatch.start(machine, ports::machineAt));
  }

  @Override
  public void close() {
    watch.ifPresent(AddressWatch::close);
    ports.close();
  }

  /** From the host, until it turns out that the machine is reached from inside only. */
  private static final class Way implements MachineSockets {
    private volatile MachineSockets sockets = MachineSockets.OF_LOOP;

    @Override
    public SocketChannel connection() throws IOException {
      return sockets.connection();
    }

    @Override
    public DatagramChannel datagrams() throws IOException {
      return sockets.datagrams();
    }
  }
}
