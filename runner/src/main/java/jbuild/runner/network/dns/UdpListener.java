package jbuild.runner.network.dns;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.SocketAddress;
import java.nio.ByteBuffer;
import java.nio.channels.DatagramChannel;
import java.nio.channels.SelectionKey;
import java.util.function.BiConsumer;
import java.util.function.Predicate;
import jbuild.runner.network.loop.EventLoop;
import jbuild.runner.network.loop.Handler;

/** Where questions come in as datagrams. */
record UdpListener(
    EventLoop loop,
    DatagramChannel channel,
    Predicate<InetAddress> served,
    BiConsumer<byte[], Asker> receiver)
    implements Handler {
  /** Then others are served. */
  private static final int AT_ONCE = 32;

  /** Somebody at the other end of a datagram. */
  private record Sender(DatagramChannel channel, SocketAddress address) implements Asker {
    @Override
    public boolean byDatagram() {
      return true;
    }

    @Override
    public void answer(byte[] message) {
      try {
        channel.send(ByteBuffer.wrap(message), address);
      } catch (IOException e) {
        // Datagrams may get lost: who still wants to know asks again.
      }
    }
  }

  @Override
  public void ready(SelectionKey key) throws IOException {
    for (int count = 0; count < AT_ONCE; count++) {
      ByteBuffer buffer = loop.buffer();
      SocketAddress sender = channel.receive(buffer);
      if (sender == null) {
        return;
      }
      if (!served.test(((InetSocketAddress) sender).getAddress())) {
        continue;
      }
      byte[] message = new byte[buffer.flip().remaining()];
      buffer.get(message);
      receiver.accept(message, new Sender(channel, sender));
    }
  }

  @Override
  public void failed(Exception why) {
    // It was about one datagram; the next ones are served.
  }
}
