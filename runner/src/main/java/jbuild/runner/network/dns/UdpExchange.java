package jbuild.runner.network.dns;

import java.io.IOException;
import java.net.InetSocketAddress;
import java.nio.ByteBuffer;
import java.nio.channels.DatagramChannel;
import java.nio.channels.SelectionKey;
import jbuild.runner.network.loop.Closing;
import jbuild.runner.network.loop.EventLoop;

/** A question in a datagram, from a port that the kernel chose at random for it alone. */
final class UdpExchange implements Exchange {
  private final EventLoop loop;
  private final Query query;
  private final int id;
  private final Outcome outcome;
  private final DatagramChannel channel;

  private UdpExchange(
      EventLoop loop, Query query, int id, Outcome outcome, DatagramChannel channel) {
    this.loop = loop;
    this.query = query;
    this.id = id;
    this.outcome = outcome;
    this.channel = channel;
  }

  static UdpExchange start(
      EventLoop loop, Query query, int id, InetSocketAddress server, Outcome outcome)
      throws IOException {
    DatagramChannel channel = DatagramChannel.open();
    UdpExchange exchange = new UdpExchange(loop, query, id, outcome, channel);
    try {
      loop.serve(channel, SelectionKey.OP_READ, exchange);
      // From now on the kernel drops what others send, and tells when nobody listens there.
      channel.connect(server);
      channel.write(ByteBuffer.wrap(Replies.withId(query.wire(), id)));
      return exchange;
    } catch (IOException | IllegalArgumentException e) {
      channel.close();
      throw e;
    }
  }

  @Override
  public void ready(SelectionKey key) throws IOException {
    ByteBuffer buffer = loop.buffer();
    if (channel.read(buffer) <= 0) {
      return;
    }
    byte[] message = new byte[buffer.flip().remaining()];
    buffer.get(message);
    // What answers something else is not believed, and the right answer may still come.
    if (query.isAnsweredBy(message, id)) {
      outcome.answered(this, message);
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
