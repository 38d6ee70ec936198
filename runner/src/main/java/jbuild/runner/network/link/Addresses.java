package jbuild.runner.network.link;

import java.net.InetAddress;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import jbuild.runner.linux.Errno;
import jbuild.runner.linux.Netlink;
import jbuild.runner.linux.NetlinkAnswer;
import jbuild.runner.linux.NetlinkAttributes;
import jbuild.runner.linux.NetlinkFailure;
import jbuild.runner.linux.NetlinkMessage;

/** The addresses of a network namespace's links; see rtnetlink(7). */
public final class Addresses {
  /** What a {@link jbuild.runner.linux.NetlinkListener} joins to hear of addresses of IPv4. */
  public static final int GROUP_IPV4 = 5;

  public static final int GROUP_IPV6 = 9;

  static final int AF_INET = 2;
  static final int AF_INET6 = 10;

  private static final int RTM_NEWADDR = 20;
  private static final int RTM_DELADDR = 21;
  private static final int RTM_GETADDR = 22;
  private static final int IFA_ADDRESS = 1;
  private static final int IFA_LOCAL = 2;
  private static final int IFA_BROADCAST = 4;
  private static final int IFA_FLAGS = 8;

  // struct ifaddrmsg: family, length, flags, scope, then the index of the link.
  private static final int HEADER = 8;
  private static final int LENGTH_AT = 1;
  private static final int FLAGS_AT = 2;
  private static final int SCOPE_AT = 3;
  private static final int INDEX_AT = 4;

  private static final int LONGEST_WITH_BROADCAST = 30;
  private static final int SCOPE_HOST = 254;
  private static final int SCOPE_LINK = 253;

  private final Netlink netlink;

  Addresses(Netlink netlink) {
    this.netlink = netlink;
  }

  /** All of both families. */
  public List<LinkAddress> list() {
    List<LinkAddress> addresses = new ArrayList<>();
    NetlinkMessage message = head(RTM_GETADDR, 0, 0, 0, 0, 0);
    for (NetlinkAnswer answer : netlink.dump(message, "list the network addresses")) {
      address(answer).ifPresent(addresses::add);
    }
    return List.copyOf(addresses);
  }

  /** Those of one link. */
  public List<LinkAddress> of(Link link) {
    List<LinkAddress> addresses = new ArrayList<>();
    for (LinkAddress address : list()) {
      if (address.link() == link.index()) {
        addresses.add(address);
      }
    }
    return List.copyOf(addresses);
  }

  /**
   * Gives a link an address, if it does not have it already.
   *
   * @param length how many of its bits are the network's
   * @param flags those of {@link LinkAddress}, or 0
   */
  public void add(Link link, InetAddress address, int length, int flags) {
    byte[] bytes = address.getAddress();
    int create = NetlinkMessage.CREATE | NetlinkMessage.EXCLUSIVE;
    NetlinkMessage message =
        head(RTM_NEWADDR, create, family(address), length, scope(address), link.index())
            .bytes(IFA_LOCAL, bytes)
            .bytes(IFA_ADDRESS, bytes)
            .u32(IFA_FLAGS, flags);
    if (bytes.length == Integer.BYTES && length <= LONGEST_WITH_BROADCAST) {
      message.bytes(IFA_BROADCAST, new Prefix(address, length).last().getAddress());
    }
    try {
      netlink.request(message, "give " + link.name() + " the address " + text(address, length));
    } catch (NetlinkFailure e) {
      if (e.errno() != Errno.EEXIST) {
        throw e;
      }
    }
  }

  /** Takes an address from a link, if it has it. */
  public void remove(Link link, InetAddress address, int length) {
    NetlinkMessage message =
        head(RTM_DELADDR, 0, family(address), length, 0, link.index())
            .bytes(IFA_LOCAL, address.getAddress());
    try {
      netlink.request(
          message, "take from " + link.name() + " the address " + text(address, length));
    } catch (NetlinkFailure e) {
      if (e.errno() != Errno.EADDRNOTAVAIL) {
        throw e;
      }
    }
  }

  /** The address that a message is about; empty for messages about other things. */
  public static Optional<LinkAddress> address(NetlinkAnswer answer) {
    if (answer.type() != RTM_NEWADDR && answer.type() != RTM_DELADDR) {
      return Optional.empty();
    }
    NetlinkAttributes attributes = answer.attributes(HEADER);
    byte[] bytes = attributes.bytes(attributes.has(IFA_LOCAL) ? IFA_LOCAL : IFA_ADDRESS);
    if (!fits(answer.header8(0), bytes)) {
      return Optional.empty();
    }
    return Optional.of(
        new LinkAddress(
            answer.header32(INDEX_AT),
            Prefix.address(bytes),
            answer.header8(LENGTH_AT),
            answer.header8(SCOPE_AT),
            attributes.u32(IFA_FLAGS, answer.header8(FLAGS_AT))));
  }

  /** Whether a message says that the address is gone. */
  public static boolean isRemoval(NetlinkAnswer answer) {
    return answer.type() == RTM_DELADDR;
  }

  static int family(InetAddress address) {
    return address.getAddress().length == Integer.BYTES ? AF_INET : AF_INET6;
  }

  static boolean fits(int family, byte[] bytes) {
    return switch (family) {
      case AF_INET -> bytes.length == Integer.BYTES;
      case AF_INET6 -> bytes.length == 16;
      default -> false;
    };
  }

  private static NetlinkMessage head(
      int type, int flags, int family, int length, int scope, int index) {
    return new NetlinkMessage(type, flags)
        .header8(family)
        .header8(length)
        .header8(0)
        .header8(scope)
        .header32(index);
  }

  private static int scope(InetAddress address) {
    if (address.isLoopbackAddress()) {
      return SCOPE_HOST;
    }
    return address.isLinkLocalAddress() ? SCOPE_LINK : 0;
  }

  private static String text(InetAddress address, int length) {
    return address.getHostAddress() + "/" + length;
  }
}
