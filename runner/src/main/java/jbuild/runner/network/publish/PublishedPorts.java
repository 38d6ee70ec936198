package jbuild.runner.network.publish;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.BindException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.channels.Channel;
import java.nio.channels.DatagramChannel;
import java.nio.channels.ServerSocketChannel;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import jbuild.runner.ExitStatus;
import jbuild.runner.Failure;
import jbuild.runner.Reasons;
import jbuild.runner.network.loop.Closing;
import jbuild.runner.network.loop.EventLoop;
import jbuild.runner.settings.Network.Port;
import jbuild.runner.settings.Network.Port.Protocol;

/**
 * Ports of the host that lead into a machine, by all addresses of the host.
 *
 * <p>They are held as long as this is open, so nobody else can publish them, also where the kernel
 * itself sends the packets of other hosts on to the machine.
 */
public final class PublishedPorts implements AutoCloseable {
  private static final int BACKLOG = 512;

  private final EventLoop loop;
  private final Destination machine = new Destination();
  private final List<Channel> channels = new ArrayList<>();
  private final List<OpenPort> open = new ArrayList<>();

  private PublishedPorts(EventLoop loop) {
    this.loop = loop;
  }

  /**
   * Opens all of them or none, in the network namespace of the calling thread.
   *
   * @param sockets opens what leads to the machine
   */
  public static PublishedPorts open(
      EventLoop loop, List<Port> ports, MachineSockets sockets, PortOwners owners) {
    return open(loop, ports, sockets, owners, Limits.STANDARD);
  }

  static PublishedPorts open(
      EventLoop loop, List<Port> ports, MachineSockets sockets, PortOwners owners, Limits limits) {
    PublishedPorts published = new PublishedPorts(loop);
    for (Port port : ports) {
      try {
        published.open.add(published.bind(port, sockets, limits));
      } catch (IOException e) {
        published.channels.forEach(Closing::quietly);
        throw failure(port, e, owners);
      }
    }
    loop.await(published::serve);
    return published;
  }

  private OpenPort bind(Port port, MachineSockets sockets, Limits limits) throws IOException {
    // The wildcard of IPv6 takes in IPv4, where the host has both.
    InetSocketAddress everywhere = new InetSocketAddress(port.host());
    if (port.protocol() == Protocol.TCP) {
      ServerSocketChannel channel = ServerSocketChannel.open();
      channels.add(channel);
      channel.bind(everywhere, BACKLOG);
      return new TcpPort(loop, channel, machine, sockets, limits, port.inside());
    }
    DatagramChannel channel = DatagramChannel.open();
    channels.add(channel);
    channel.bind(everywhere);
    return new UdpPort(loop, channel, machine, sockets, limits, port.inside());
  }

  private static Failure failure(Port port, IOException e, PortOwners owners) {
    String protocol = port.protocol().name().toLowerCase(Locale.ROOT);
    String what = "cannot publish port " + port.host() + " (" + protocol + ")";
    String other =
        "publish another one, for example --port="
            + protocol
            + ":"
            + (port.host() < 65_535 ? port.host() + 1 : 8080)
            + ":"
            + port.inside();
    if (!(e instanceof BindException) || !Reasons.of(e).contains("in use")) {
      return new Failure(ExitStatus.HOST_CANNOT, what, Reasons.of(e), other);
    }
    String why =
        owners
            .machineWith(port)
            .map(name -> "machine '" + name + "' has published it")
            .orElse("it is used by another program");
    return new Failure(ExitStatus.HOST_CANNOT, what, why, other);
  }

  private void serve() {
    try {
      for (OpenPort port : open) {
        port.serve();
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /**
   * Where the machine is from now on; no address at all when it has none. At first it has none.
   * When it returns, new clients are led there.
   *
   * @param addresses the best first; those of the client's own family come before the others
   */
  public void machineAt(List<InetAddress> addresses) {
    List<InetAddress> now = List.copyOf(addresses);
    loop.await(
        () -> {
          if (machine.set(now)) {
            open.forEach(OpenPort::addressChanged);
          }
        });
  }

  /** How many clients are served at the moment. */
  int load() {
    return loop.ask(() -> open.stream().mapToInt(OpenPort::load).sum());
  }

  /** When it returns, the ports are free. */
  @Override
  public void close() {
    loop.await(
        () -> {
          open.forEach(OpenPort::close);
          open.clear();
          loop.flush();
        });
  }
}
