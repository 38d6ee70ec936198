package jbuild.runner.linux;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;

/**
 * A socket on which a machine's init says how far it is; see sd_notify(3).
 *
 * <p>Only what its first process sends counts: other processes could lie.
 */
public final class NotifySocket implements AutoCloseable {
  private static final long AF_UNIX = 1;
  private static final long SOCK_DGRAM = 2;
  private static final long SOCK_NONBLOCK_CLOEXEC = 0x80800;
  private static final long SOL_SOCKET = 1;
  private static final long SO_PASSCRED = 16;
  private static final long MSG_DONTWAIT_CMSG_CLOEXEC = 0x40000040L;
  private static final int SCM_RIGHTS = 1;
  private static final int SCM_CREDENTIALS = 2;
  private static final int LARGEST = 4096;
  private static final int CONTROL = 256;
  private static final int HEADER = 56;
  private static final int PATH_AT = 2;
  private static final int CMSG_TYPE_AT = 12;
  private static final int CMSG_DATA_AT = 16;
  private static final int CMSG_LENGTH_AT_HEADER = 40;

  private final Fd socket;

  private NotifySocket(Fd socket) {
    this.socket = socket;
  }

  /** What was said, and what was passed along: descriptors of our own now, to be closed. */
  public record Message(String text, List<Fd> passed) implements AutoCloseable {
    public Message {
      passed = List.copyOf(passed);
    }

    @Override
    public void close() {
      passed.forEach(Fd::close);
    }
  }

  /** Makes the socket in a directory, which is open as a place. */
  public static NotifySocket in(Fd directory, String name) {
    NotifySocket notify = new NotifySocket(open());
    String path = "/proc/thread-self/fd/" + directory.number() + "/" + name;
    byte[] address = address(path);
    long bound = LibC.syscall(Call.BIND.number(), notify.socket.number(), address, address.length);
    Errno.check("bind", "make the socket " + name + " in " + directory.name(), bound);
    byte[] one = {1, 0, 0, 0};
    long set =
        LibC.syscall(
            Call.SETSOCKOPT.number(),
            notify.socket.number(),
            SOL_SOCKET,
            SO_PASSCRED,
            one,
            one.length);
    Errno.check("setsockopt", "ask for the senders on " + name, set);
    return notify;
  }

  /** Passes a message on to a socket of our own caller, whose name may be abstract ({@code @}). */
  public static void send(String path, String message) {
    try (Fd socket = open()) {
      byte[] address = address(path);
      byte[] text = message.getBytes(StandardCharsets.UTF_8);
      // A listener that is gone is its own affair.
      LibC.syscall(
          Call.SENDTO.number(), socket.number(), text, text.length, 0, address, address.length);
    }
  }

  /** The same, and passes descriptors along. */
  public static void send(String path, String message, List<Fd> passed) {
    try (Fd socket = open()) {
      byte[] address = address(path);
      byte[] text = message.getBytes(StandardCharsets.UTF_8);
      byte[] rights = rights(passed);
      NativeMemory memory =
          new NativeMemory(address.length + text.length + rights.length + HEADER + 256L);
      long vector = memory.longs(memory.bytes(text), text.length);
      long name = memory.bytes(address);
      long control = memory.bytes(rights);
      long header = memory.longs(name, address.length, vector, 1, control, rights.length, 0);
      LibC.syscall(Call.SENDMSG.number(), socket.number(), header, 0, 0, 0, 0);
    }
  }

  /** A struct cmsghdr (its length, level and type), and descriptors. */
  private static byte[] rights(List<Fd> passed) {
    long length = CMSG_DATA_AT + (long) passed.size() * Integer.BYTES;
    ByteBuffer message = ByteBuffer.allocate((int) aligned(length)).order(ByteOrder.nativeOrder());
    message.putLong(length).putInt((int) SOL_SOCKET).putInt(SCM_RIGHTS);
    passed.forEach(fd -> message.putInt(fd.number()));
    return message.array();
  }

  private static Fd open() {
    long type = SOCK_DGRAM | SOCK_NONBLOCK_CLOEXEC;
    long fd = LibC.syscall(Call.SOCKET.number(), AF_UNIX, type);
    return new Fd((int) Errno.check("socket", "open a notification socket", fd), "notify");
  }

  private static byte[] address(String path) {
    byte[] name = path.getBytes(StandardCharsets.UTF_8);
    byte[] address = new byte[PATH_AT + name.length + (path.startsWith("@") ? 0 : 1)];
    address[0] = (byte) AF_UNIX;
    System.arraycopy(name, 0, address, PATH_AT, name.length);
    if (path.startsWith("@")) {
      address[PATH_AT] = 0;
    }
    return address;
  }

  public Fd fd() {
    return socket;
  }

  /** The next message, if there is one; an empty one if another process has sent it. */
  public Optional<Message> receive(int from) {
    NativeMemory memory = new NativeMemory(LARGEST + CONTROL + HEADER + 128);
    long buffer = memory.reserve(LARGEST);
    long control = memory.reserve(CONTROL);
    // struct msghdr: name, its length, vectors, their number, control, its length, flags.
    long vector = memory.longs(buffer, LARGEST);
    long header = memory.longs(0, 0, vector, 1, control, CONTROL, 0);
    long length =
        LibC.syscall(Call.RECVMSG.number(), socket.number(), header, MSG_DONTWAIT_CMSG_CLOEXEC);
    if (length < 0) {
      return Optional.empty();
    }
    boolean signed = false;
    List<Fd> passed = new ArrayList<>();
    long end = control + memory.read(header + CMSG_LENGTH_AT_HEADER);
    for (long at = control; at + CMSG_DATA_AT <= end; at += aligned(memory.read(at))) {
      if (memory.readInt(at + CMSG_TYPE_AT) == SCM_CREDENTIALS) {
        signed = memory.readInt(at + CMSG_DATA_AT) == from;
      } else {
        addReceived(memory, at, passed);
      }
    }
    byte[] text = Arrays.copyOf(memory.readBytes(buffer, LARGEST), (int) length);
    Message message = new Message(new String(text, StandardCharsets.UTF_8), passed);
    if (signed) {
      return Optional.of(message);
    }
    message.close();
    return Optional.of(new Message("", List.of()));
  }

  private static void addReceived(NativeMemory memory, long message, List<Fd> passed) {
    if (memory.readInt(message + CMSG_TYPE_AT) == SCM_RIGHTS) {
      long end = message + memory.read(message);
      for (long at = message + CMSG_DATA_AT; at + Integer.BYTES <= end; at += Integer.BYTES) {
        passed.add(new Fd(memory.readInt(at), "a descriptor from a machine"));
      }
    }
  }

  private static long aligned(long length) {
    // The kernel gives no shorter one, but a loop must not depend on that.
    return Math.max(CMSG_DATA_AT, length + Long.BYTES - 1 & -Long.BYTES);
  }

  @Override
  public void close() {
    socket.close();
  }
}
