package jbuild.runner.linux;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;

/** Tries what this kernel has been built with, and what it lets us use. */
public final class KernelFeatures {
  private static final long LOOP_CTL_GET_FREE = 0x4C82;
  private static final long AF_NETLINK = 16;
  private static final long SOCK_RAW = 3;
  private static final long SOCK_CLOEXEC = 0x80000;
  private static final long NETLINK_AUDIT = 9;
  private static final long NETLINK_NETFILTER = 12;
  private static final short NFT_MSG_GETGEN = 10 << 8 | 16;
  private static final short NLM_F_REQUEST = 1;
  private static final short NLMSG_ERROR = 2;
  private static final int NETLINK_HEADER = 16;
  private static final int NFGENMSG = 4;
  private static final int LARGEST_ANSWER = 4096;

  private KernelFeatures() {}

  /** Makes the start of a file system of the type; the kernel loads its module for that. */
  public static void fileSystem(String type) {
    byte[] name = BytePath.of(type).terminated();
    long context =
        LibC.syscall(Call.FSOPEN.number(), name, Mounts.FSOPEN_CLOEXEC, (byte[]) null, 0);
    new Fd((int) Errno.check("fsopen", "make a " + type + " file system", context), type).close();
  }

  /** Finds the number of a free loop device. */
  public static int freeLoopDevice() {
    BytePath path = BytePath.of("/dev/loop-control");
    try (Fd control = Descriptors.onHost(path, Descriptors.O_RDWR)) {
      long number =
          LibC.syscall(Call.IOCTL.number(), control.number(), LOOP_CTL_GET_FREE, 0, 0, 0, 0);
      return (int) Errno.check("ioctl", "find a free loop device", number);
    }
  }

  /** Asks nf_tables for the number of its rule set, as nft does first of all. */
  public static void packetFilter() {
    String what = "ask the packet filter";
    try (Fd socket = netlink(NETLINK_NETFILTER, what)) {
      ByteBuffer question = ByteBuffer.allocate(NETLINK_HEADER + NFGENMSG);
      question.order(ByteOrder.nativeOrder());
      question.putInt(question.capacity()).putShort(NFT_MSG_GETGEN).putShort(NLM_F_REQUEST);
      long sent =
          LibC.syscall(
              Call.WRITE.number(), socket.number(), question.array(), question.capacity(), 0, 0);
      Errno.check("write", what, sent);
      byte[] answer = new byte[LARGEST_ANSWER];
      long length = LibC.syscall(Call.READ.number(), socket.number(), answer, answer.length, 0, 0);
      Errno.check("read", what, length);
      ByteBuffer fields = ByteBuffer.wrap(answer).order(ByteOrder.nativeOrder());
      if (fields.getShort(Integer.BYTES) == NLMSG_ERROR) {
        throw new SyscallFailure("netlink", "cannot " + what, -fields.getInt(NETLINK_HEADER));
      }
    }
  }

  /** Opens a line to the audit part of the kernel. */
  public static void audit() {
    netlink(NETLINK_AUDIT, "reach the audit part of the kernel").close();
  }

  private static Fd netlink(long protocol, String what) {
    long socket =
        LibC.syscall(Call.SOCKET.number(), AF_NETLINK, SOCK_RAW | SOCK_CLOEXEC, protocol, 0, 0, 0);
    return new Fd((int) Errno.check("socket", what, socket), what);
  }
}
