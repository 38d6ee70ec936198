package jbuild.runner.linux;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.List;
import java.util.Optional;

/** A netlink socket as it is: datagrams to the kernel, and back. */
final class NetlinkSocket implements AutoCloseable {
  private static final long SOL_NETLINK = 270;
  private static final long NETLINK_ADD_MEMBERSHIP = 1;
  private static final long NETLINK_CAP_ACK = 10;
  private static final long NETLINK_EXT_ACK = 11;

  /** The kernel makes parts of dumps no larger than 32 KiB; one link with much to say may be. */
  private static final int LARGEST = 128 * 1024;

  private static final byte AF_NETLINK = 16;
  private static final int ADDRESS = 12;
  private static final int SENDER_AT = 4;

  private final Inbox inbox = new Inbox(LARGEST);
  private final Fd fd;

  NetlinkSocket(NetlinkFamily family) {
    fd = family.open();
    set(NETLINK_CAP_ACK, 1);
    set(NETLINK_EXT_ACK, 1);
  }

  Fd fd() {
    return fd;
  }

  /** Gives it a number: to those without one the kernel tells no news. */
  void bind() {
    byte[] address = new byte[ADDRESS];
    address[0] = AF_NETLINK;
    long bound = LibC.syscall(Call.BIND.number(), fd.number(), address, address.length);
    Errno.check("bind", "listen to the network", bound);
  }

  void join(int group) {
    Errno.check("setsockopt", "listen to the network", set(NETLINK_ADD_MEMBERSHIP, group));
  }

  private long set(long option, int value) {
    byte[] bytes = new byte[Integer.BYTES];
    ByteBuffer.wrap(bytes).order(ByteOrder.nativeOrder()).putInt(value);
    return LibC.syscall(
        Call.SETSOCKOPT.number(), fd.number(), SOL_NETLINK, option, bytes, bytes.length);
  }

  void send(byte[] content, String what) {
    Errno.check("sendto", what, Retry.call(Call.SENDTO, fd.number(), content, content.length));
  }

  /** The messages of the next datagram of the kernel. */
  List<NetlinkAnswer> receive(String what) {
    while (true) {
      if (!inbox.receive(fd, 0)) {
        throw new SyscallFailure("recvmsg", "cannot " + what, Errno.last());
      }
      if (isWhole(what)) {
        return NetlinkAnswer.all(inbox.content());
      }
    }
  }

  /** Those of a datagram that is there; empty where none is, or {@link Errno#last} says why. */
  Optional<List<NetlinkAnswer>> poll(String what) {
    while (inbox.receive(fd, Inbox.MSG_DONTWAIT)) {
      if (isWhole(what)) {
        return Optional.of(NetlinkAnswer.all(inbox.content()));
      }
    }
    return Optional.empty();
  }

  /** Whoever rules a namespace can send to its sockets too: only the kernel has number zero. */
  private boolean isWhole(String what) {
    if (inbox.sender(SENDER_AT) != 0) {
      return false;
    }
    if (inbox.isCut()) {
      throw new SyscallFailure("recvmsg", "cannot " + what, Errno.ERANGE);
    }
    return true;
  }

  @Override
  public void close() {
    fd.close();
  }
}
