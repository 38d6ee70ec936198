package jbuild.runner.network.link;

import java.util.List;
import java.util.OptionalInt;
import jbuild.runner.linux.Errno;
import jbuild.runner.linux.Fd;
import jbuild.runner.linux.Netlink;
import jbuild.runner.linux.NetlinkAnswer;
import jbuild.runner.linux.NetlinkFailure;
import jbuild.runner.linux.NetlinkFamily;
import jbuild.runner.linux.NetlinkMessage;
import jbuild.runner.linux.NetworkNamespaces;

/**
 * The radios behind the wireless links of this thread's network namespace; see {@code
 * linux/nl80211.h}.
 */
final class Radios implements AutoCloseable {
  private static final String FAMILY = "nl80211";
  private static final int GENL_ID_CTRL = 16;
  private static final int CTRL_CMD_GETFAMILY = 3;
  private static final int CTRL_ATTR_FAMILY_ID = 1;
  private static final int CTRL_ATTR_FAMILY_NAME = 2;
  private static final int GET_INTERFACE = 5;
  private static final int SET_WIPHY_NETNS = 49;
  private static final int ATTR_WIPHY = 1;
  private static final int ATTR_IFINDEX = 3;
  private static final int ATTR_NETNS_FD = 219;

  // struct genlmsghdr: command, version, two bytes of nothing.
  private static final int HEADER = 4;

  private final Netlink netlink;

  private Radios(Netlink netlink) {
    this.netlink = netlink;
  }

  private static Radios here() {
    return new Radios(Netlink.open(NetlinkFamily.GENERIC));
  }

  /** Moves a link with its radio, and says whether it has one. */
  static boolean move(Link link, Fd namespace, String name) {
    try (Radios radios = here()) {
      OptionalInt radio = radios.of(link);
      if (radio.isEmpty()) {
        return false;
      }
      if (name.equals(link.name())) {
        radios.move(radio.getAsInt(), namespace);
        return true;
      }
      // The name may be taken here, and the old one there: nobody else is in between.
      try (Fd between = NetworkNamespaces.create()) {
        radios.move(radio.getAsInt(), between);
        return NetworkNamespaces.inside(between, () -> pass(link.name(), namespace, name));
      }
    }
  }

  private static boolean pass(String old, Fd namespace, String name) {
    try (NamespaceNetwork between = NamespaceNetwork.here()) {
      Link link = between.links().named(old, "rename the link " + old + " to " + name);
      between.links().rename(link, name);
      return move(between.links().named(name, "move the link " + name), namespace, name);
    }
  }

  private OptionalInt of(Link link) {
    OptionalInt family = family();
    if (family.isEmpty()) {
      return OptionalInt.empty();
    }
    NetlinkMessage message = head(family.getAsInt(), GET_INTERFACE).u32(ATTR_IFINDEX, link.index());
    try {
      List<NetlinkAnswer> answers = netlink.ask(message, "find the radio of " + link.name());
      return OptionalInt.of(answers.get(0).attributes(HEADER).u32(ATTR_WIPHY, 0));
    } catch (NetlinkFailure e) {
      if (e.errno() == Errno.ENODEV) {
        return OptionalInt.empty();
      }
      throw e;
    }
  }

  private void move(int radio, Fd namespace) {
    NetlinkMessage message =
        head(family().orElseThrow(), SET_WIPHY_NETNS)
            .u32(ATTR_WIPHY, radio)
            .u32(ATTR_NETNS_FD, namespace.number());
    netlink.request(message, "move the radio phy" + radio);
  }

  /** Which number it has in this kernel, if it knows wireless links at all. */
  private OptionalInt family() {
    NetlinkMessage message =
        head(GENL_ID_CTRL, CTRL_CMD_GETFAMILY).text(CTRL_ATTR_FAMILY_NAME, FAMILY);
    try {
      NetlinkAnswer answer = netlink.ask(message, "ask for wireless links").get(0);
      return OptionalInt.of(answer.attributes(HEADER).u16(CTRL_ATTR_FAMILY_ID, 0));
    } catch (NetlinkFailure e) {
      if (e.errno() == Errno.ENOENT) {
        return OptionalInt.empty();
      }
      throw e;
    }
  }

  private static NetlinkMessage head(int type, int command) {
    return new NetlinkMessage(type, 0).header8(command).header8(1).header16(0);
  }

  @Override
  public void close() {
    netlink.close();
  }
}
