package jbuild.runner.network.dns;

import java.io.IOException;
import java.net.InetSocketAddress;
import java.nio.ByteBuffer;
import java.nio.channels.SelectionKey;
import java.nio.channels.SocketChannel;
import java.util.Optional;
import jbuild.runner.network.loop.Closing;
import jbuild.runner.network.loop.EventLoop;

/** A question in a connection of its own: its answer did not fit into a datagram. */
final class TcpExchange implements Exchange {
  private static final int LARGEST = 65_535;

  private final Query query;
  private final int id;
  private final Outcome outcome;
  private final SocketChannel channel;
  private final ByteBuffer question;
  private final TcpMessages answers;

  private TcpExchange(Query query, int id, Outcome outcome, SocketChannel channel) {
    this.query = query;
    this.id = id;
    this.outcome = outcome;
    this.channel = channel;
    question = TcpMessages.framed(Replies.withId(query.wire(), id));
    answers = new TcpMessages(channel, LARGEST);
  }

  static TcpExchange start(
      EventLoop loop, Query query, int id, InetSocketAddress server, Outcome outcome)
      throws IOException {
    SocketChannel channel = SocketChannel.open();
    TcpExchange exchange = new TcpExchange(query, id, outcome, channel);
    try {
      channel.configureBlocking(false);
      boolean connected = channel.connect(server);
      loop.serve(channel, connected ? SelectionKey.OP_WRITE : SelectionKey.OP_CONNECT, exchange);
      return exchange;
    } catch (IOException | IllegalArgumentException e) {
      channel.close();
      throw e;
    }
  }

  @Override
  public void ready(SelectionKey key) throws IOException {
    if (key.isConnectable() && channel.finishConnect()) {
      key.interestOps(SelectionKey.OP_WRITE);
    } else if (key.isWritable()) {
      channel.write(question);
      if (!question.hasRemaining()) {
        key.interestOps(SelectionKey.OP_READ);
      }
    } else if (key.isReadable()) {
      Optional<byte[]> message = answers.read();
      if (message.isPresent() && query.isAnsweredBy(message.get(), id)) {
        outcome.answered(this, message.get());
      } else if (message.isPresent()) {
        outcome.broken(this);
      }
    }
  }

  @Override
  public void failed(Exception why) {
    outcome.broken(this);
  }

  @Override
  public void close() {
    Closing.quietly(channel);
  }
}
