package jbuild.runner.linux;

/**
 * Memory into which datagrams are received, one after the other, with what the kernel says about
 * them; see recvmsg(2). For one thread at a time.
 */
final class Inbox {
  static final long MSG_DONTWAIT = 0x40;

  private static final int MSG_TRUNC = 0x20;
  private static final int SENDER = 128;
  private static final int CONTROL = 256;

  // struct msghdr: name, its length, vectors, their number, control, its length, flags.
  private static final int HEADER = 56;
  private static final int NAME_LENGTH_AT = 8;
  private static final int CONTROL_LENGTH_AT = 40;
  private static final int FLAGS_AT = 48;

  // struct cmsghdr: length, level, type.
  private static final int LEVEL_AT = 8;
  private static final int TYPE_AT = 12;
  private static final int DATA_AT = 16;

  private final NativeMemory memory;
  private final long buffer;
  private final long sender;
  private final long control;
  private final long header;
  private int length;

  Inbox(int largest) {
    memory = new NativeMemory(largest + SENDER + CONTROL + HEADER + 128);
    buffer = memory.reserve(largest);
    sender = memory.reserve(SENDER);
    control = memory.reserve(CONTROL);
    long vector = memory.longs(buffer, largest);
    header = memory.longs(sender, SENDER, vector, 1, control, CONTROL, 0);
  }

  /** Whether there was a datagram; else {@link Errno#last} says why not. */
  boolean receive(Fd socket, long flags) {
    memory.write(header + NAME_LENGTH_AT, SENDER);
    memory.write(header + CONTROL_LENGTH_AT, CONTROL);
    long received = Retry.call(Call.RECVMSG, socket.number(), header, flags);
    length = (int) Math.max(0, received);
    return received >= 0;
  }

  /** The last one. */
  byte[] content() {
    return memory.readBytes(buffer, length);
  }

  /** Whether the last one was larger than the memory. */
  boolean isCut() {
    return (memory.readInt(header + FLAGS_AT) & MSG_TRUNC) != 0;
  }

  /** Four bytes of its sender's address. */
  int sender(int offset) {
    return memory.readInt(sender + offset);
  }

  /** One byte of its sender's address. */
  int sender8(int offset) {
    return Byte.toUnsignedInt(memory.readBytes(sender + offset, Byte.BYTES)[0]);
  }

  /** The first four bytes of what the kernel adds under a level and a type, or the fallback. */
  int control(int level, int type, int fallback) {
    long end = control + memory.read(header + CONTROL_LENGTH_AT);
    long at = control;
    while (at + DATA_AT + Integer.BYTES <= end) {
      if (memory.readInt(at + LEVEL_AT) == level && memory.readInt(at + TYPE_AT) == type) {
        return memory.readInt(at + DATA_AT);
      }
      at += Math.max(DATA_AT, memory.read(at) + Long.BYTES - 1 & -Long.BYTES);
    }
    return fallback;
  }
}
