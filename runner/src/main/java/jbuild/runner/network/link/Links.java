package jbuild.runner.network.link;

import static jbuild.runner.network.link.LinkRequests.IFF_UP;
import static jbuild.runner.network.link.LinkRequests.IFLA_ADDRESS;
import static jbuild.runner.network.link.LinkRequests.IFLA_ALT_IFNAME;
import static jbuild.runner.network.link.LinkRequests.IFLA_IFNAME;
import static jbuild.runner.network.link.LinkRequests.IFLA_INFO_DATA;
import static jbuild.runner.network.link.LinkRequests.IFLA_INFO_KIND;
import static jbuild.runner.network.link.LinkRequests.IFLA_LINK;
import static jbuild.runner.network.link.LinkRequests.IFLA_LINKINFO;
import static jbuild.runner.network.link.LinkRequests.IFLA_MASTER;
import static jbuild.runner.network.link.LinkRequests.IFLA_MTU;
import static jbuild.runner.network.link.LinkRequests.IFLA_NET_NS_FD;
import static jbuild.runner.network.link.LinkRequests.IFLA_PROP_LIST;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import jbuild.runner.ExitStatus;
import jbuild.runner.Failure;
import jbuild.runner.linux.Errno;
import jbuild.runner.linux.Fd;
import jbuild.runner.linux.Netlink;
import jbuild.runner.linux.NetlinkAnswer;
import jbuild.runner.linux.NetlinkFailure;
import jbuild.runner.linux.NetlinkMessage;
import jbuild.runner.linux.NetworkNamespaces;

/** The links of a network namespace; see rtnetlink(7). */
public final class Links {
  private static final int VETH_INFO_PEER = 1;
  private static final int IFLA_MACVLAN_MODE = 1;
  private static final int MACVLAN_MODE_BRIDGE = 4;
  private static final int IFLA_IPVLAN_MODE = 1;
  private static final int IPVLAN_MODE_L2 = 0;

  private final Netlink netlink;

  Links(Netlink netlink) {
    this.netlink = netlink;
  }

  /** The end of a new pair that belongs to another namespace. */
  public record Peer(String name, MacAddress mac, Fd namespace) {}

  public List<Link> list() {
    List<Link> links = new ArrayList<>();
    for (NetlinkAnswer answer : netlink.dump(LinkRequests.get(0), "list the network links")) {
      links.add(LinkRequests.link(answer));
    }
    return List.copyOf(links);
  }

  /** The link of that name, which may be an alternative one. */
  public Optional<Link> find(String name) {
    int length = name.getBytes(StandardCharsets.UTF_8).length;
    if (length == 0 || length > LinkName.LONGEST_ALTERNATIVE) {
      return Optional.empty();
    }
    // The kernel looks for this one among the first names too.
    return ask(LinkRequests.get(0).text(IFLA_ALT_IFNAME, name), "find the link " + name);
  }

  public Optional<Link> find(int index) {
    return ask(LinkRequests.get(index), "find the link " + index);
  }

  private Optional<Link> ask(NetlinkMessage message, String what) {
    try {
      return Optional.of(LinkRequests.link(netlink.ask(message, what).get(0)));
    } catch (NetlinkFailure e) {
      if (e.errno() == Errno.ENODEV) {
        return Optional.empty();
      }
      throw e;
    }
  }

  /**
   * The link that the user has named.
   *
   * @param what completes "cannot ..."
   * @throws Failure when there is none
   */
  public Link named(String name, String what) {
    return find(name)
        .orElseThrow(
            () ->
                new Failure(
                    ExitStatus.FAILED,
                    "cannot " + what,
                    "there is no network link called " + name,
                    "make it first, or name one of these: " + names()));
  }

  private String names() {
    List<String> names = new ArrayList<>();
    for (Link link : list()) {
      names.add(link.name());
    }
    return String.join(", ", names);
  }

  /** Makes a pair, one end of it in another namespace from the start; both are down. */
  public Link createVeth(String name, MacAddress mac, Peer peer) {
    NetlinkMessage message =
        LinkRequests.create()
            .text(IFLA_IFNAME, name)
            .bytes(IFLA_ADDRESS, mac.bytes())
            .begin(IFLA_LINKINFO)
            .text(IFLA_INFO_KIND, "veth")
            .begin(IFLA_INFO_DATA)
            .begin(VETH_INFO_PEER);
    LinkRequests.head(message, 0, 0, 0)
        .text(IFLA_IFNAME, peer.name)
        .bytes(IFLA_ADDRESS, peer.mac.bytes())
        .u32(IFLA_NET_NS_FD, peer.namespace.number())
        .end()
        .end()
        .end();
    String what = "make the links " + name + " and " + peer.name;
    netlink.request(message, what);
    return named(name, what);
  }

  /** Makes a bridge, which is down, and has no properties but the kernel's, as a zone's has. */
  public Link createBridge(String name) {
    NetlinkMessage message =
        LinkRequests.create()
            .text(IFLA_IFNAME, name)
            .begin(IFLA_LINKINFO)
            .text(IFLA_INFO_KIND, "bridge")
            .end();
    String what = "make the bridge " + name;
    netlink.request(message, what);
    return named(name, what);
  }

  /** Makes a child of a link, in another namespace from the start: children reach each other. */
  public void createMacvlan(Link parent, String name, MacAddress mac, Fd namespace) {
    NetlinkMessage message =
        LinkRequests.create()
            .u32(IFLA_LINK, parent.index())
            .text(IFLA_IFNAME, name)
            .bytes(IFLA_ADDRESS, mac.bytes())
            .u32(IFLA_NET_NS_FD, namespace.number())
            .begin(IFLA_LINKINFO)
            .text(IFLA_INFO_KIND, "macvlan")
            .begin(IFLA_INFO_DATA)
            .u32(IFLA_MACVLAN_MODE, MACVLAN_MODE_BRIDGE)
            .end()
            .end();
    netlink.request(message, "make the macvlan link " + name + " of " + parent.name());
  }

  /** The same, with the hardware address of the parent. */
  public void createIpvlan(Link parent, String name, Fd namespace) {
    NetlinkMessage message =
        LinkRequests.create()
            .u32(IFLA_LINK, parent.index())
            .text(IFLA_IFNAME, name)
            .u32(IFLA_NET_NS_FD, namespace.number())
            .begin(IFLA_LINKINFO)
            .text(IFLA_INFO_KIND, "ipvlan")
            .begin(IFLA_INFO_DATA)
            .u16(IFLA_IPVLAN_MODE, IPVLAN_MODE_L2)
            .end()
            .end();
    netlink.request(message, "make the ipvlan link " + name + " of " + parent.name());
  }

  public void setUp(Link link) {
    netlink.request(
        LinkRequests.change(link.index(), IFF_UP, IFF_UP), "set the link " + link.name() + " up");
  }

  public void setDown(Link link) {
    netlink.request(
        LinkRequests.change(link.index(), 0, IFF_UP), "set the link " + link.name() + " down");
  }

  public void setMtu(Link link, int mtu) {
    netlink.request(
        LinkRequests.change(link.index(), 0, 0).u32(IFLA_MTU, mtu),
        "let packets of " + link.name() + " have " + mtu + " bytes");
  }

  public void setAddress(Link link, MacAddress mac) {
    netlink.request(
        LinkRequests.change(link.index(), 0, 0).bytes(IFLA_ADDRESS, mac.bytes()),
        "give the link " + link.name() + " the address " + mac);
  }

  /** Makes it a port of a bridge, and sets it up. */
  public void join(Link link, Link bridge) {
    netlink.request(
        LinkRequests.change(link.index(), IFF_UP, IFF_UP).u32(IFLA_MASTER, bridge.index()),
        "let " + link.name() + " join the bridge " + bridge.name());
  }

  /** It belongs to no bridge any more. */
  public void leave(Link link) {
    netlink.request(
        LinkRequests.change(link.index(), 0, 0).u32(IFLA_MASTER, 0),
        "take " + link.name() + " out of its bridge");
  }

  /** The ports of a bridge. */
  public List<Link> ports(Link bridge) {
    List<Link> ports = new ArrayList<>();
    for (Link link : list()) {
      if (link.master() == bridge.index()) {
        ports.add(link);
      }
    }
    return List.copyOf(ports);
  }

  /** Renames a link; before Linux 6.2 it has to be down. */
  public void rename(Link link, String name) {
    netlink.request(
        LinkRequests.change(link.index(), 0, 0).text(IFLA_IFNAME, name),
        "rename the link " + link.name() + " to " + name);
  }

  /**
   * Moves a link into another namespace, where it has that name and is down. A name that is one of
   * its alternatives stays one. The kernel moves a wireless one with its radio only, and so with
   * all links of that.
   *
   * <p>Virtual links vanish together with their namespace; hardware falls back to the host's, under
   * its name there if that is free.
   */
  public void move(Link link, Fd namespace, String name) {
    NetlinkMessage message =
        LinkRequests.change(link.index(), 0, 0).u32(IFLA_NET_NS_FD, namespace.number());
    if (!name.equals(link.name()) && !link.alternatives().contains(name)) {
      message.text(IFLA_IFNAME, name);
    }
    try {
      netlink.request(message, "move the link " + link.name() + " as " + name);
    } catch (NetlinkFailure e) {
      if (e.errno() != Errno.EINVAL || !movedWithItsRadio(link, namespace, name)) {
        throw e;
      }
    }
  }

  private boolean movedWithItsRadio(Link link, Fd namespace, String name) {
    try (Fd home = netlink.namespace()) {
      return NetworkNamespaces.inside(home, () -> Radios.move(link, namespace, name));
    }
  }

  /** Gives it a further name, which may be longer. */
  public void addAlternative(Link link, String name) {
    NetlinkMessage message =
        LinkRequests.about(
            LinkRequests.RTM_NEWLINKPROP,
            link.index(),
            NetlinkMessage.CREATE | NetlinkMessage.EXCLUSIVE | NetlinkMessage.APPEND);
    netlink.request(
        message.begin(IFLA_PROP_LIST).text(IFLA_ALT_IFNAME, name).end(),
        "call the link " + link.name() + " also " + name);
  }

  public void removeAlternative(Link link, String name) {
    NetlinkMessage message = LinkRequests.about(LinkRequests.RTM_DELLINKPROP, link.index(), 0);
    netlink.request(
        message.begin(IFLA_PROP_LIST).text(IFLA_ALT_IFNAME, name).end(),
        "call the link " + link.name() + " no longer " + name);
  }

  /** Removes a link, and with it its peer; does nothing when it is gone. */
  public void delete(Link link) {
    try {
      netlink.request(
          LinkRequests.about(LinkRequests.RTM_DELLINK, link.index(), 0),
          "remove the link " + link.name());
    } catch (NetlinkFailure e) {
      if (e.errno() != Errno.ENODEV) {
        throw e;
      }
    }
  }
}
