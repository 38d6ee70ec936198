package jbuild.runner.linux;

import java.lang.ref.Reference;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.Optional;

/**
 * Whole frames to and from one link, below every firewall of the host; see packet(7). For one
 * thread at a time.
 */
public final class PacketSocket implements AutoCloseable {
  /** All protocols: the only one with which frames are seen on a link that belongs to a bridge. */
  public static final int EVERY_PROTOCOL = 3;

  private static final int AF_PACKET = 17;
  private static final long SOCK_RAW_NONBLOCK_CLOEXEC = 0x80803;
  private static final long SOL_SOCKET = 1;
  private static final long SO_ATTACH_FILTER = 26;
  private static final int SOL_PACKET = 263;
  private static final int PACKET_AUXDATA = 8;
  private static final long PACKET_IGNORE_OUTGOING = 23;
  private static final int PACKET_OUTGOING = 4;
  private static final int TP_STATUS_CSUMNOTREADY = 0x8;
  private static final byte[] ON = {1, 0, 0, 0};

  private static final int ADDRESS = 20;
  private static final int PACKET_TYPE_AT = 10;

  /** The longest that segmentation leaves to the link, with its header. */
  private static final int LARGEST = 64 * 1024 + 64;

  private final Inbox inbox = new Inbox(LARGEST);
  private final Fd fd;

  /**
   * A frame that has come in.
   *
   * @param content from its Ethernet header on; without a VLAN's tag
   * @param hasChecksum whether the checksum of what is in it was worked out: a sender on this host
   *     leaves it to a network card, which no frame between two virtual links ever meets
   */
  public record Frame(byte[] content, boolean hasChecksum) {}

  private PacketSocket(Fd fd) {
    this.fd = fd;
  }

  /**
   * Opens it in the network namespace of this thread.
   *
   * @param link its index
   * @param protocol of {@code linux/if_ether.h}
   */
  public static PacketSocket open(int link, int protocol, PacketFilter filter) {
    // Without a protocol nothing is received until it is bound, with the filter in place.
    long number = LibC.syscall(Call.SOCKET.number(), AF_PACKET, SOCK_RAW_NONBLOCK_CLOEXEC);
    Errno.check("socket", "open a packet socket", number);
    PacketSocket socket = new PacketSocket(new Fd((int) number, "link " + link));
    try {
      socket.set(SOL_PACKET, PACKET_AUXDATA, ON, "ask for checksums on");
      // Not known before Linux 4.20; receiving looks at it too.
      socket.trySet(SOL_PACKET, PACKET_IGNORE_OUTGOING, ON);
      if (!filter.isEmpty()) {
        socket.attach(filter);
      }
      socket.bind(link, protocol);
    } catch (SyscallFailure e) {
      socket.close();
      throw e;
    }
    return socket;
  }

  private void attach(PacketFilter filter) {
    byte[] program = filter.program();
    NativeMemory memory = new NativeMemory(program.length);
    // struct sock_fprog: how many, and where.
    ByteBuffer struct = ByteBuffer.allocate(2 * Long.BYTES).order(ByteOrder.nativeOrder());
    struct.putShort((short) (program.length / Bpf.INSTRUCTION_SIZE));
    struct.putLong(Long.BYTES, memory.bytes(program));
    set(SOL_SOCKET, SO_ATTACH_FILTER, struct.array(), "choose the frames of");
    Reference.reachabilityFence(memory);
  }

  private void bind(int link, int protocol) {
    // struct sockaddr_ll: family, protocol as on the wire, index.
    ByteBuffer address = ByteBuffer.allocate(ADDRESS).order(ByteOrder.nativeOrder());
    address.putShort((short) AF_PACKET);
    address.put((byte) (protocol >>> Byte.SIZE)).put((byte) protocol);
    address.putInt(link);
    long bound = LibC.syscall(Call.BIND.number(), fd.number(), address.array(), ADDRESS);
    Errno.check("bind", "listen on " + fd.name(), bound);
  }

  private void set(long level, long option, byte[] value, String what) {
    Errno.check("setsockopt", what + " " + fd.name(), trySet(level, option, value));
  }

  private long trySet(long level, long option, byte[] value) {
    return LibC.syscall(Call.SETSOCKOPT.number(), fd.number(), level, option, value, value.length);
  }

  /** To be waited for beside other things. */
  public Fd fd() {
    return fd;
  }

  /** The next frame that has come in, if there is one; none comes while the link is down. */
  public Optional<Frame> poll() {
    while (inbox.receive(fd, 0)) {
      if (inbox.sender8(PACKET_TYPE_AT) != PACKET_OUTGOING && !inbox.isCut()) {
        int status = inbox.control(SOL_PACKET, PACKET_AUXDATA, 0);
        return Optional.of(new Frame(inbox.content(), (status & TP_STATUS_CSUMNOTREADY) == 0));
      }
    }
    return switch (Errno.last()) {
      case Errno.EAGAIN, Errno.ENETDOWN -> Optional.empty();
      default -> throw new SyscallFailure("recvmsg", "cannot listen on " + fd.name(), Errno.last());
    };
  }

  /** Waits for a frame; none when somebody called or the time has passed. */
  public Optional<Frame> await(Wakeup wakeup, int milliseconds) {
    Polling polling = new Polling(2);
    polling.watch(0, fd, true, false);
    polling.watch(1, wakeup.fd(), true, false);
    polling.await(milliseconds);
    return polling.readable(1) || !polling.readable(0) ? Optional.empty() : poll();
  }

  /**
   * Sends a frame as it is, and says whether the link took it: it does not when it is down, gone,
   * or has too much to do.
   */
  public boolean send(byte[] frame) {
    long sent = Retry.call(Call.SENDTO, fd.number(), frame, frame.length);
    if (sent >= 0) {
      return true;
    }
    return switch (Errno.last()) {
      case Errno.EAGAIN, Errno.ENETDOWN, Errno.ENOBUFS, Errno.ENXIO, Errno.ENODEV -> false;
      default -> throw new SyscallFailure("sendto", "cannot send on " + fd.name(), Errno.last());
    };
  }

  @Override
  public void close() {
    fd.close();
  }
}
