package jbuild.runner.network.publish;

import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.StandardSocketOptions;
import java.nio.channels.SelectionKey;
import java.nio.channels.SocketChannel;
import java.util.ArrayDeque;
import java.util.Optional;
import java.util.Queue;
import java.util.function.Consumer;
import jbuild.runner.network.loop.Closing;
import jbuild.runner.network.loop.Deadline;
import jbuild.runner.network.loop.EventLoop;
import jbuild.runner.network.loop.Handler;

/**
 * A connection of a client, and the one to the machine that belongs to it.
 *
 * <p>What happens to one happens to the other: data, the end of one direction, a reset.
 */
final class TcpConnection implements Handler {
  private final EventLoop loop;
  private final Destination machine;
  private final MachineSockets sockets;
  private final Limits limits;
  private final int port;
  private final SocketChannel client;
  private final Consumer<TcpConnection> closed;
  private final Runnable known = this::connect;
  private final Queue<InetSocketAddress> candidates = new ArrayDeque<>();
  private Optional<SocketChannel> server = Optional.empty();
  private Optional<Relay> relay = Optional.empty();
  private Deadline patience;

  /** Both directions, once there is a connection to the machine. */
  private record Relay(SelectionKey client, SelectionKey server, Flow there, Flow back) {
    void serve(SelectionKey ready, EventLoop loop) throws IOException {
      Flow from = ready == client ? there : back;
      Flow to = ready == client ? back : there;
      if (ready.isWritable() && to.wantsToWrite()) {
        to.writeRest();
      }
      if (ready.isReadable() && from.wantsToRead()) {
        from.read(loop.buffer());
      }
      watch();
    }

    void watch() {
      client.interestOps(operations(there, back));
      server.interestOps(operations(back, there));
    }

    private static int operations(Flow from, Flow to) {
      return (from.wantsToRead() ? SelectionKey.OP_READ : 0)
          | (to.wantsToWrite() ? SelectionKey.OP_WRITE : 0);
    }

    boolean isOver() {
      return there.isOver() && back.isOver();
    }
  }

  TcpConnection(
      EventLoop loop,
      Destination machine,
      MachineSockets sockets,
      Limits limits,
      int port,
      SocketChannel client,
      Consumer<TcpConnection> closed) {
    this.loop = loop;
    this.machine = machine;
    this.sockets = sockets;
    this.limits = limits;
    this.port = port;
    this.client = client;
    this.closed = closed;
    patience = loop.after(limits.addressWait(), this::abort);
  }

  void start() {
    if (machine.isKnown()) {
      connect();
    } else {
      machine.await(known);
    }
  }

  private void connect() {
    try {
      prepare(client);
      InetSocketAddress peer = (InetSocketAddress) client.getRemoteAddress();
      candidates.addAll(machine.forClient(peer.getAddress(), port));
      tryNext();
    } catch (IOException e) {
      abort();
    }
  }

  private void tryNext() {
    server.ifPresent(Closing::quietly);
    server = Optional.empty();
    patience.cancel();
    InetSocketAddress address = candidates.poll();
    if (address == null) {
      abort();
      return;
    }
    patience = loop.after(limits.connectWait(), this::tryNext);
    try {
      SocketChannel channel = sockets.connection();
      server = Optional.of(channel);
      prepare(channel);
      SelectionKey key = loop.serve(channel, 0, this);
      if (channel.connect(address)) {
        join(key);
      } else {
        key.interestOps(SelectionKey.OP_CONNECT);
      }
    } catch (IOException | IllegalArgumentException e) {
      // Nobody listens there, or this host does not have the family: the next one may do better.
      tryNext();
    }
  }

  private static void prepare(SocketChannel channel) throws IOException {
    channel.configureBlocking(false);
    channel.setOption(StandardSocketOptions.TCP_NODELAY, true);
    // A client that vanished without a word is noticed some time.
    channel.setOption(StandardSocketOptions.SO_KEEPALIVE, true);
  }

  private void join(SelectionKey serverKey) throws IOException {
    patience.cancel();
    SocketChannel channel = server.orElseThrow();
    SelectionKey clientKey = loop.serve(client, 0, this);
    Relay both =
        new Relay(clientKey, serverKey, new Flow(client, channel), new Flow(channel, client));
    relay = Optional.of(both);
    both.watch();
  }

  @Override
  public void ready(SelectionKey key) throws IOException {
    if (relay.isPresent()) {
      relay.get().serve(key, loop);
      if (relay.get().isOver()) {
        close();
      }
    } else if (key.isConnectable() && ((SocketChannel) key.channel()).finishConnect()) {
      join(key);
    }
  }

  @Override
  public void failed(Exception why) {
    if (relay.isPresent()) {
      abort();
    } else {
      tryNext();
    }
  }

  private void close() {
    Closing.quietly(client);
    server.ifPresent(Closing::quietly);
    end();
  }

  /** Both sides see that something is missing. */
  void abort() {
    Closing.abruptly(client);
    server.ifPresent(Closing::abruptly);
    end();
  }

  private void end() {
    patience.cancel();
    machine.forget(known);
    closed.accept(this);
  }
}
