package jbuild.runner.network.publish;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.SocketChannel;

/** The bytes of one direction of a connection, up to their end. */
final class Flow {
  /** Then other connections are served. */
  private static final int AT_ONCE = 4;

  private static final ByteBuffer NOTHING = ByteBuffer.allocate(0);

  private final SocketChannel from;
  private final SocketChannel to;
  private ByteBuffer rest = NOTHING;
  private boolean ended;

  Flow(SocketChannel from, SocketChannel to) {
    this.from = from;
    this.to = to;
  }

  /** More is read only when everything before has been written: so the sender is slowed down. */
  boolean wantsToRead() {
    return !ended && !wantsToWrite();
  }

  boolean wantsToWrite() {
    return rest.hasRemaining();
  }

  /** Whether the receiver has been told that nothing follows. */
  boolean isOver() {
    return ended && !wantsToWrite();
  }

  void read(ByteBuffer buffer) throws IOException {
    for (int count = 0; count < AT_ONCE && wantsToRead(); count++) {
      int length = from.read(buffer.clear());
      if (length == 0) {
        return;
      }
      if (length < 0) {
        ended = true;
        to.shutdownOutput();
        return;
      }
      to.write(buffer.flip());
      if (buffer.hasRemaining()) {
        rest = ByteBuffer.allocate(buffer.remaining()).put(buffer).flip();
      }
    }
  }

  void writeRest() throws IOException {
    to.write(rest);
    if (!rest.hasRemaining()) {
      rest = NOTHING;
    }
  }
}
