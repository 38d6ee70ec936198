package jbuild.runner.network.nft;

import jbuild.runner.linux.NetlinkMessage;

/** How messages to the packet filter begin; see {@code linux/netfilter/nfnetlink.h}. */
final class Subsystem {
  /** NFNL_SUBSYS_NFTABLES. */
  private static final int NUMBER = 10;

  /** Of the header behind that of netlink: family, version, subsystem. */
  static final int HEADER = 4;

  private Subsystem() {}

  static NetlinkMessage message(int type, int flags, int family) {
    return header(new NetlinkMessage(NUMBER << Byte.SIZE | type, flags), family, 0);
  }

  /** What begins or ends a batch. */
  static NetlinkMessage batch(int type) {
    return header(new NetlinkMessage(type, 0), 0, NUMBER);
  }

  private static NetlinkMessage header(NetlinkMessage message, int family, int resource) {
    return message.header8(family).header8(0).headerBig16(resource);
  }
}
