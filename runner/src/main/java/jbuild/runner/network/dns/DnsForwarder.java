package jbuild.runner.network.dns;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.BindException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.StandardSocketOptions;
import java.nio.channels.DatagramChannel;
import java.nio.channels.NetworkChannel;
import java.nio.channels.SelectionKey;
import java.nio.channels.ServerSocketChannel;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Predicate;
import java.util.function.Supplier;
import jbuild.runner.ExitStatus;
import jbuild.runner.Failure;
import jbuild.runner.Reasons;
import jbuild.runner.network.loop.Closing;
import jbuild.runner.network.loop.EventLoop;

/**
 * Answers what machines ask of their gateway: names of machines itself, everything else after
 * asking the host's own servers.
 *
 * <p>Several may listen on the same addresses, also in other processes; they have to answer alike,
 * because the kernel gives each question to any of them.
 */
public final class DnsForwarder implements AutoCloseable {
  public static final int STANDARD_PORT = 53;
  private static final int ANY_PORT = 0;

  /** Less than the five seconds after which programs ask again: see resolv.conf(5), timeout. */
  private static final Duration PATIENCE = Duration.ofMillis(4500);

  /** A port that is free for datagrams may be taken for connections. */
  private static final int ATTEMPTS = 20;

  private final EventLoop loop;
  private final Predicate<InetAddress> served;
  private final Supplier<Service> maker;
  private final List<NetworkChannel> channels = new ArrayList<>();
  private final List<TcpListener> listeners = new ArrayList<>();
  private Optional<Service> service = Optional.empty();
  private int port;

  private DnsForwarder(EventLoop loop, Predicate<InetAddress> served, Supplier<Service> maker) {
    this.loop = loop;
    this.served = served;
    this.maker = maker;
  }

  /**
   * Listens on port 53, or on another one where a program that shares with nobody has it.
   *
   * @param addresses in the network namespace of the calling thread, which has them already
   * @param served who is answered: the addresses may be reached by others too
   * @param upstream asked for the servers at each question; they are asked from the namespace that
   *     the loop is in
   */
  public static DnsForwarder open(
      EventLoop loop,
      List<InetAddress> addresses,
      Predicate<InetAddress> served,
      MachineNames names,
      Supplier<List<InetSocketAddress>> upstream) {
    return open(loop, addresses, served, STANDARD_PORT, PATIENCE, names, upstream);
  }

  /** Prefers another port, or gives up earlier. */
  static DnsForwarder open(
      EventLoop loop,
      List<InetAddress> addresses,
      Predicate<InetAddress> served,
      int preferred,
      Duration patience,
      MachineNames names,
      Supplier<List<InetSocketAddress>> upstream) {
    DnsForwarder forwarder =
        new DnsForwarder(loop, served, () -> new Service(loop, patience, names, upstream));
    try {
      forwarder.bind(addresses, preferred);
    } catch (IOException e) {
      throw new Failure(
          ExitStatus.HOST_CANNOT,
          "cannot answer DNS questions on " + text(addresses),
          Reasons.of(e),
          "start the machine without --network-uplink");
    }
    loop.await(forwarder::serve);
    return forwarder;
  }

  private static String text(List<InetAddress> addresses) {
    List<String> texts = new ArrayList<>();
    addresses.forEach(address -> texts.add(address.getHostAddress()));
    return String.join(" and ", texts);
  }

  private void bind(List<InetAddress> addresses, int preferred) throws IOException {
    int wanted = preferred;
    for (int attempt = 0; !tryToBind(addresses, wanted); attempt++) {
      if (attempt == ATTEMPTS) {
        throw new BindException("no port is free");
      }
      wanted = ANY_PORT;
    }
  }

  private boolean tryToBind(List<InetAddress> addresses, int wanted) throws IOException {
    port = wanted;
    try {
      for (InetAddress address : addresses) {
        DatagramChannel datagrams = DatagramChannel.open();
        channels.add(datagrams);
        datagrams.setOption(StandardSocketOptions.SO_REUSEPORT, true);
        datagrams.bind(new InetSocketAddress(address, port));
        port = ((InetSocketAddress) datagrams.getLocalAddress()).getPort();
        ServerSocketChannel connections = ServerSocketChannel.open();
        channels.add(connections);
        connections.setOption(StandardSocketOptions.SO_REUSEPORT, true);
        connections.bind(new InetSocketAddress(address, port));
      }
      return true;
    } catch (BindException e) {
      // Also an address that is not there: then no other port is better.
      closeChannels();
      if (!Reasons.of(e).contains("in use")) {
        throw e;
      }
      return false;
    } catch (IOException e) {
      closeChannels();
      throw e;
    }
  }

  /**
   * The one of both protocols on all addresses: where it is not 53, packets have to be led there.
   */
  public int port() {
    return port;
  }

  private void serve() {
    try {
      for (NetworkChannel channel : channels) {
        if (channel instanceof DatagramChannel datagrams) {
          UdpListener listener = new UdpListener(loop, datagrams, served, this::receive);
          loop.serve(datagrams, SelectionKey.OP_READ, listener);
        } else if (channel instanceof ServerSocketChannel connections) {
          TcpListener listener = new TcpListener(loop, connections, served, this::receive);
          loop.serve(connections, SelectionKey.OP_ACCEPT, listener);
          listeners.add(listener);
        }
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private void receive(byte[] message, Asker asker) {
    if (service.isEmpty()) {
      service = Optional.of(maker.get());
    }
    service.get().receive(message, asker);
  }

  private void closeChannels() {
    channels.forEach(Closing::quietly);
    channels.clear();
  }

  @Override
  public void close() {
    loop.await(
        () -> {
          service.ifPresent(Service::close);
          listeners.forEach(TcpListener::close);
          closeChannels();
          loop.flush();
        });
  }
}
