package jbuild.runner.network.dns;

import java.io.EOFException;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.SocketChannel;
import java.util.Optional;

/** Messages in a connection, each behind its length in two bytes; see RFC 1035, 4.2.2. */
final class TcpMessages {
  private final SocketChannel channel;
  private final int longest;
  private final ByteBuffer length = ByteBuffer.allocate(Short.BYTES);
  private ByteBuffer body = ByteBuffer.allocate(0);

  /** Fails at messages that are longer. */
  TcpMessages(SocketChannel channel, int longest) {
    this.channel = channel;
    this.longest = longest;
  }

  /** The next one, if it is there; the connection's end is an {@link EOFException}. */
  Optional<byte[]> read() throws IOException {
    if (length.hasRemaining()) {
      fill(length);
      if (length.hasRemaining()) {
        return Optional.empty();
      }
      int size = Short.toUnsignedInt(length.getShort(0));
      if (size > longest) {
        throw new IOException("a message of " + size + " bytes");
      }
      body = ByteBuffer.allocate(size);
    }
    fill(body);
    if (body.hasRemaining()) {
      return Optional.empty();
    }
    length.clear();
    return Optional.of(body.array());
  }

  private void fill(ByteBuffer buffer) throws IOException {
    if (buffer.hasRemaining() && channel.read(buffer) < 0) {
      throw new EOFException();
    }
  }

  static ByteBuffer framed(byte[] message) {
    ByteBuffer frame = ByteBuffer.allocate(Short.BYTES + message.length);
    return frame.putShort((short) message.length).put(message).flip();
  }
}
