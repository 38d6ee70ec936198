package jbuild.runner.network.publish;

import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.PortUnreachableException;
import java.net.SocketAddress;
import java.nio.ByteBuffer;
import java.nio.channels.DatagramChannel;
import java.nio.channels.SelectionKey;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;
import jbuild.runner.network.loop.Closing;
import jbuild.runner.network.loop.EventLoop;
import jbuild.runner.network.loop.Handler;

/** One client of a UDP port, to whom a socket of its own belongs on the machine's side. */
final class UdpSession implements Handler {
  private static final int AT_ONCE = 32;

  private final EventLoop loop;
  private final MachineSockets sockets;
  private final Deque<InetSocketAddress> addresses;
  private final Consumer<ByteBuffer> client;
  private Optional<DatagramChannel> channel = Optional.empty();
  private ByteBuffer first = ByteBuffer.allocate(0);
  private long lastUse = System.nanoTime();

  UdpSession(
      EventLoop loop,
      MachineSockets sockets,
      List<InetSocketAddress> addresses,
      Consumer<ByteBuffer> client) {
    this.loop = loop;
    this.sockets = sockets;
    this.addresses = new ArrayDeque<>(addresses);
    this.client = client;
  }

  boolean isSilentFor(Duration time) {
    return System.nanoTime() - lastUse >= time.toNanos();
  }

  void toMachine(ByteBuffer datagram) {
    lastUse = System.nanoTime();
    try {
      if (channel.isEmpty()) {
        // Kept for the next address, should nobody listen on this one.
        first = ByteBuffer.allocate(datagram.remaining()).put(datagram).flip();
        open();
      } else {
        send(channel.get(), datagram);
      }
    } catch (PortUnreachableException e) {
      tryNext();
    } catch (IOException e) {
      // A datagram is lost.
    }
  }

  private void open() throws IOException {
    DatagramChannel opened = sockets.datagrams();
    channel = Optional.of(opened);
    try {
      loop.serve(opened, SelectionKey.OP_READ, this);
      opened.connect(addresses.element());
      send(opened, first.duplicate());
    } catch (IOException | IllegalArgumentException e) {
      close();
      tryNext();
    }
  }

  /**
   * Java writes nothing to a connected socket when there is nothing, but there are services that
   * are asked with nothing. To connect again would drop what has come in the meantime.
   */
  private void send(DatagramChannel to, ByteBuffer datagram) throws IOException {
    if (!datagram.hasRemaining()) {
      to.disconnect();
    }
    if (to.isConnected()) {
      to.write(datagram);
    } else {
      to.send(datagram, addresses.element());
    }
  }

  /** The last address stays: a service may still be on its way. */
  private void tryNext() {
    if (addresses.size() == 1) {
      return;
    }
    addresses.remove();
    close();
    try {
      open();
    } catch (IOException e) {
      // No descriptor is left: the client's next datagram tries again.
      close();
    }
  }

  @Override
  public void ready(SelectionKey key) throws IOException {
    DatagramChannel from = (DatagramChannel) key.channel();
    for (int count = 0; count < AT_ONCE; count++) {
      ByteBuffer buffer = loop.buffer();
      SocketAddress sender = from.receive(buffer);
      if (sender == null) {
        return;
      }
      if (!sender.equals(addresses.element())) {
        continue;
      }
      lastUse = System.nanoTime();
      // Somebody answers here: the other addresses are not needed.
      while (addresses.size() > 1) {
        addresses.removeLast();
      }
      client.accept(buffer.flip());
    }
  }

  @Override
  public void failed(Exception why) {
    tryNext();
  }

  void close() {
    channel.ifPresent(Closing::quietly);
    channel = Optional.empty();
  }
}
