package jbuild.runner.bus;

import java.io.EOFException;
import java.io.IOException;
import java.net.StandardProtocolFamily;
import java.net.UnixDomainSocketAddress;
import java.nio.ByteBuffer;
import java.nio.channels.ClosedChannelException;
import java.nio.channels.SelectionKey;
import java.nio.channels.Selector;
import java.nio.channels.SocketChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Optional;

/** Messages to and from a socket; who we are is what the kernel says of us. */
final class Connection implements AutoCloseable {
  /**
   * No name is sent: the other side takes what it sees of us, which also holds in a namespace.
   *
   * <p>See "Authentication Protocol" in the specification.
   */
  private static final String HELLO = "\0AUTH EXTERNAL\r\nDATA\r\nBEGIN\r\n";

  private static final int LONGEST_LINE = 16_384;

  private final SocketChannel channel;
  private final Selector selector;

  /** What has come, up to its position. */
  private ByteBuffer incoming = ByteBuffer.allocate(4096);

  private Connection(SocketChannel channel, Selector selector) {
    this.channel = channel;
    this.selector = selector;
  }

  static Connection to(Path socket, long deadline) throws IOException {
    Selector selector = Selector.open();
    SocketChannel channel = SocketChannel.open(StandardProtocolFamily.UNIX);
    Connection connection = new Connection(channel, selector);
    try {
      channel.connect(UnixDomainSocketAddress.of(socket));
      channel.configureBlocking(false);
      channel.register(selector, SelectionKey.OP_READ);
      connection.authenticate(deadline);
      return connection;
    } catch (IOException | RuntimeException e) {
      connection.close();
      throw e;
    }
  }

  private void authenticate(long deadline) throws IOException {
    send(HELLO.getBytes(StandardCharsets.US_ASCII), deadline);
    String line = line(deadline);
    if (line.startsWith("DATA")) {
      line = line(deadline);
    }
    if (!line.startsWith("OK")) {
      throw new IOException("it does not let us in: " + line);
    }
  }

  private String line(long deadline) throws IOException {
    int end = end();
    while (end < 0) {
      if (incoming.position() > LONGEST_LINE) {
        throw new IOException("it does not speak D-Bus");
      }
      if (!receive(deadline)) {
        throw new IOException("it does not answer");
      }
      end = end();
    }
    return new String(take(end + 2), 0, end, StandardCharsets.US_ASCII);
  }

  private int end() {
    for (int i = 0; i + 1 < incoming.position(); i++) {
      if (incoming.get(i) == '\r' && incoming.get(i + 1) == '\n') {
        return i;
      }
    }
    return -1;
  }

  void send(byte[] bytes, long deadline) throws IOException {
    ByteBuffer rest = ByteBuffer.wrap(bytes);
    while (rest.hasRemaining()) {
      if (channel.write(rest) == 0 && !await(SelectionKey.OP_WRITE, deadline)) {
        throw new IOException("it does not read what we send");
      }
    }
  }

  /** The next message; empty when none came in time. */
  Optional<Message> next(long deadline) throws IOException {
    try {
      if (!has(Message.START, deadline)) {
        return Optional.empty();
      }
      int length = Message.length(Arrays.copyOf(incoming.array(), Message.START));
      return has(length, deadline) ? Optional.of(Message.of(take(length))) : Optional.empty();
    } catch (IllegalArgumentException e) {
      throw new IOException("it does not speak D-Bus: " + e.getMessage(), e);
    }
  }

  private boolean has(int length, long deadline) throws IOException {
    while (incoming.position() < length) {
      if (incoming.capacity() < length) {
        incoming.flip();
        incoming = ByteBuffer.allocate(length).put(incoming);
      }
      if (!receive(deadline)) {
        return false;
      }
    }
    return true;
  }

  private byte[] take(int length) {
    byte[] taken = Arrays.copyOf(incoming.array(), length);
    incoming.flip();
    incoming.position(length);
    incoming.compact();
    return taken;
  }

  private boolean receive(long deadline) throws IOException {
    if (!incoming.hasRemaining()) {
      incoming.flip();
      incoming = ByteBuffer.allocate(2 * incoming.capacity()).put(incoming);
    }
    int count = channel.read(incoming);
    while (count == 0) {
      if (!await(SelectionKey.OP_READ, deadline)) {
        return false;
      }
      count = channel.read(incoming);
    }
    if (count < 0) {
      throw new EOFException("it has closed the connection");
    }
    return true;
  }

  private boolean await(int operation, long deadline) throws IOException {
    SelectionKey key = channel.keyFor(selector);
    if (key == null || !key.isValid()) {
      throw new ClosedChannelException();
    }
    key.interestOps(operation);
    long left = (deadline - System.nanoTime()) / 1_000_000;
    // Zero would wait for ever.
    if (left <= 0) {
      return false;
    }
    int ready = selector.select(left);
    selector.selectedKeys().clear();
    if (Thread.currentThread().isInterrupted()) {
      throw new IOException("we were told to stop waiting");
    }
    return ready > 0 || System.nanoTime() < deadline;
  }

  @Override
  public void close() {
    // A wait of another thread ends with the selector.
    try (channel;
        selector) {
      selector.wakeup();
    } catch (IOException e) {
      // Nothing that was sent is lost by it.
      return;
    }
  }
}
