package jbuild.runner.network.dns;

import java.io.IOException;
import java.net.InetAddress;
import java.nio.channels.SelectionKey;
import java.nio.channels.ServerSocketChannel;
import java.nio.channels.SocketChannel;
import java.time.Duration;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.function.BiConsumer;
import java.util.function.Predicate;
import jbuild.runner.network.loop.Closing;
import jbuild.runner.network.loop.EventLoop;
import jbuild.runner.network.loop.Handler;

/** Where connections for questions come in. */
final class TcpListener implements Handler {
  private static final int MOST_CONNECTIONS = 64;
  private static final Duration BREATH = Duration.ofSeconds(1);

  private final EventLoop loop;
  private final ServerSocketChannel channel;
  private final Predicate<InetAddress> served;
  private final BiConsumer<byte[], Asker> receiver;
  private final Set<TcpConnection> connections = new HashSet<>();

  TcpListener(
      EventLoop loop,
      ServerSocketChannel channel,
      Predicate<InetAddress> served,
      BiConsumer<byte[], Asker> receiver) {
    this.loop = loop;
    this.channel = channel;
    this.served = served;
    this.receiver = receiver;
  }

  @Override
  public void ready(SelectionKey key) throws IOException {
    SocketChannel client = channel.accept();
    if (client == null) {
      return;
    }
    if (!served.test(client.socket().getInetAddress()) || connections.size() >= MOST_CONNECTIONS) {
      Closing.abruptly(client);
      return;
    }
    TcpConnection connection = new TcpConnection(loop, client, receiver, connections::remove);
    connections.add(connection);
    connection.serve();
  }

  /** Without descriptors left it would fail over and over: it waits until some are free. */
  @Override
  public void failed(Exception why) {
    SelectionKey key = loop.keyOf(channel);
    if (key.isValid()) {
      key.interestOps(0);
      loop.after(
          BREATH,
          () -> {
            if (key.isValid()) {
              key.interestOps(SelectionKey.OP_ACCEPT);
            }
          });
    }
  }

  void close() {
    Closing.quietly(channel);
    List.copyOf(connections).forEach(TcpConnection::close);
  }
}
