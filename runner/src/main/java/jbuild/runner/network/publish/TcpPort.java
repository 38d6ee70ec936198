package jbuild.runner.network.publish;

import java.io.IOException;
import java.nio.channels.SelectionKey;
import java.nio.channels.ServerSocketChannel;
import java.nio.channels.SocketChannel;
import java.time.Duration;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import jbuild.runner.network.loop.Closing;
import jbuild.runner.network.loop.EventLoop;
import jbuild.runner.network.loop.Handler;

/** A port of the host whose connections lead into a machine. */
final class TcpPort implements Handler, OpenPort {
  private static final Duration BREATH = Duration.ofMillis(200);
  private static final int AT_ONCE = 32;

  private final EventLoop loop;
  private final ServerSocketChannel channel;
  private final Destination machine;
  private final MachineSockets sockets;
  private final Limits limits;
  private final int inside;
  private final Set<TcpConnection> connections = new HashSet<>();
  private boolean paused;

  TcpPort(
      EventLoop loop,
      ServerSocketChannel channel,
      Destination machine,
      MachineSockets sockets,
      Limits limits,
      int inside) {
    this.loop = loop;
    this.channel = channel;
    this.machine = machine;
    this.sockets = sockets;
    this.limits = limits;
    this.inside = inside;
  }

  @Override
  public void serve() throws IOException {
    loop.serve(channel, SelectionKey.OP_ACCEPT, this);
  }

  @Override
  public void ready(SelectionKey key) throws IOException {
    for (int count = 0; count < AT_ONCE && connections.size() < limits.connections(); count++) {
      SocketChannel client = channel.accept();
      if (client == null) {
        return;
      }
      TcpConnection connection =
          new TcpConnection(loop, machine, sockets, limits, inside, client, this::ended);
      connections.add(connection);
      connection.start();
    }
    if (connections.size() >= limits.connections()) {
      key.interestOps(0);
    }
  }

  private void ended(TcpConnection connection) {
    connections.remove(connection);
    if (!paused && channel.isOpen()) {
      loop.keyOf(channel).interestOps(SelectionKey.OP_ACCEPT);
    }
  }

  /** Without descriptors left it would fail over and over: it waits until some are free. */
  @Override
  public void failed(Exception why) {
    paused = true;
    loop.keyOf(channel).interestOps(0);
    loop.after(
        BREATH,
        () -> {
          paused = false;
          if (channel.isOpen()) {
            loop.keyOf(channel).interestOps(SelectionKey.OP_ACCEPT);
          }
        });
  }

  @Override
  public void addressChanged() {
    // Connections end by themselves when their machine is elsewhere.
  }

  @Override
  public int load() {
    return connections.size();
  }

  @Override
  public void close() {
    Closing.quietly(channel);
    List.copyOf(connections).forEach(TcpConnection::abort);
  }
}
