package jbuild.runner.linux;

/** A part of the kernel that is spoken to by netlink(7). */
public enum NetlinkFamily {
  /** Links, addresses and routes; see rtnetlink(7). */
  ROUTE(0),
  AUDIT(9),
  /** The packet filter. */
  NETFILTER(12),
  /** Those whose numbers are asked for by name. */
  GENERIC(16);

  private static final long AF_NETLINK = 16;
  private static final long SOCK_RAW_CLOEXEC = 0x80003;

  private final long number;

  NetlinkFamily(long number) {
    this.number = number;
  }

  /** A socket in the network namespace of this thread. */
  Fd open() {
    long fd = LibC.syscall(Call.SOCKET.number(), AF_NETLINK, SOCK_RAW_CLOEXEC, number);
    return new Fd((int) Errno.check("socket", "open a netlink socket", fd), "netlink");
  }
}
