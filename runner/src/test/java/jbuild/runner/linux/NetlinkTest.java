package jbuild.runner.linux;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

@Tag("root")
class NetlinkTest {
  private static final int RTM_NEWLINK = 16;
  private static final int RTM_GETLINK = 18;
  private static final int RTM_SETLINK = 19;
  private static final int RTNLGRP_LINK = 1;
  private static final int IFINFOMSG = 16;
  private static final int IFLA_IFNAME = 3;
  private static final int IFLA_MTU = 4;
  private static final int IFLA_LINKINFO = 18;
  private static final int IFLA_INFO_KIND = 1;
  private static final int SOON = 5000;

  private static final int NFT = 10 << 8;
  private static final int BATCH_BEGIN = 0x10;
  private static final int BATCH_END = 0x11;
  private static final int INET = 1;

  private Fd namespace;
  private Netlink route;

  @BeforeEach
  void openANamespace() {
    namespace = NetworkNamespaces.create();
    route = NetworkNamespaces.inside(namespace, () -> Netlink.open(NetlinkFamily.ROUTE));
  }

  @AfterEach
  void closeIt() {
    route.close();
    namespace.close();
  }

  @Test
  void listsWhatThereIs() {
    List<NetlinkAnswer> links = route.dump(link(RTM_GETLINK, 0, 0), "list the links");

    NetlinkAnswer loopback = links.get(0);
    assertEquals(RTM_NEWLINK, loopback.type());
    assertEquals(1, loopback.header32(4));
    assertEquals("lo", loopback.attributes(IFINFOMSG).text(IFLA_IFNAME, ""));
    assertEquals(65536, loopback.attributes(IFINFOMSG).u32(IFLA_MTU, 0));
  }

  @Test
  void hasItsRequestsDoneWhenTheyReturn() {
    addBridge("br-test");

    List<NetlinkAnswer> found =
        route.ask(link(RTM_GETLINK, 0, 0).text(IFLA_IFNAME, "br-test"), "find the bridge");
    assertEquals(1, found.size());
    NetlinkAttributes attributes = found.get(0).attributes(IFINFOMSG);
    assertEquals("bridge", attributes.nested(IFLA_LINKINFO).text(IFLA_INFO_KIND, ""));
  }

  @Test
  void saysWhatTheKernelSays() {
    NetlinkMessage message =
        link(RTM_NEWLINK, 0, NetlinkMessage.CREATE)
            .begin(IFLA_LINKINFO)
            .text(IFLA_INFO_KIND, "nonsense")
            .end();

    NetlinkFailure failure =
        assertThrows(NetlinkFailure.class, () -> route.request(message, "make a link"));

    assertEquals("cannot make a link", failure.what());
    assertEquals(
        "the kernel says: Unknown device type; not supported by this kernel (EOPNOTSUPP)",
        failure.why());
    assertEquals(Errno.EOPNOTSUPP, failure.errno());
  }

  @Test
  void saysWhatIsWrongWhereTheKernelHasNoWords() {
    NetlinkFailure failure =
        assertThrows(
            NetlinkFailure.class,
            () -> route.request(link(RTM_SETLINK, 4711, 0), "change the link 4711"));

    assertEquals("the kernel says: no such link (ENODEV)", failure.why());
  }

  @Test
  void hearsOfChangesAndOfCalls() {
    try (Wakeup wakeup = new Wakeup();
        NetlinkListener listener =
            NetworkNamespaces.inside(
                namespace, () -> NetlinkListener.open(NetlinkFamily.ROUTE, RTNLGRP_LINK))) {
      assertEquals(List.of(), listener.poll());

      addBridge("br-heard");

      List<NetlinkAnswer> heard = listener.await(wakeup, SOON);
      assertEquals(RTM_NEWLINK, heard.get(0).type());
      assertEquals("br-heard", heard.get(0).attributes(IFINFOMSG).text(IFLA_IFNAME, ""));
      wakeup.call();
      assertEquals(List.of(), listener.await(wakeup, Polling.FOREVER));
    }
  }

  @Test
  void knowsThatItHasMissedSomething() {
    try (NetlinkListener listener =
        NetworkNamespaces.inside(
            namespace, () -> NetlinkListener.open(NetlinkFamily.ROUTE, RTNLGRP_LINK))) {
      addBridge("br-busy");
      for (int mtu = 1000; mtu < 1400; mtu++) {
        NetlinkMessage message = link(RTM_SETLINK, 0, 0);
        route.request(message.text(IFLA_IFNAME, "br-busy").u32(IFLA_MTU, mtu), "change the MTU");
      }

      List<Integer> types = new ArrayList<>();
      for (List<NetlinkAnswer> heard = listener.poll(); !heard.isEmpty(); heard = listener.poll()) {
        heard.forEach(answer -> types.add(answer.type()));
      }

      assertTrue(types.contains(NetlinkListener.OVERRUN));
    }
  }

  @Test
  void doesAllOfABatch() {
    try (Netlink filter = filter()) {
      filter.batch(batch(table("one"), table("two")), "make tables");

      assertEquals(List.of("one", "two"), tables(filter));
    }
  }

  @Test
  void doesNothingOfABatchThatFailsInTheMiddle() {
    try (Netlink filter = filter()) {
      NetlinkMessage broken = filterMessage(NFT | 2, 0).text(1, "missing"); // NFT_MSG_DELTABLE

      NetlinkFailure failure =
          assertThrows(
              NetlinkFailure.class,
              () -> filter.batch(batch(table("one"), broken, table("two")), "make tables"));

      assertEquals("the kernel says: no such thing (ENOENT)", failure.why());
      assertEquals(List.of(), tables(filter));
    }
  }

  @Test
  void writesNumbersInBothOrdersAndPadsAttributes() {
    byte[] content =
        new NetlinkMessage(0x1234, NetlinkMessage.CREATE)
            .header8(7)
            .header8(0)
            .headerBig16(0x0102)
            .begin(1)
            .big16(2, 0x0304)
            .text(3, "ab")
            .end()
            .content(5);

    assertArrayEquals(
        new byte[] {
          40,
          0,
          0,
          0,
          0x34,
          0x12,
          1,
          4,
          5,
          0,
          0,
          0,
          0,
          0,
          0,
          0, // header
          7,
          0,
          1,
          2,
          20,
          0,
          1,
          (byte) 0x80, // nested
          6,
          0,
          2,
          0,
          3,
          4,
          0,
          0, // number
          7,
          0,
          3,
          0,
          'a',
          'b',
          0,
          0 // text
        },
        content);
  }

  @Test
  void readsNoFurtherThanAnAnswerReaches() {
    byte[] attributes = {6, 0, 1, 0, 9, 9, 0, 0, 40, 0, 2, 0};

    NetlinkAttributes read = new NetlinkAttributes(attributes, 0);

    assertTrue(read.has(1));
    assertFalse(read.has(2));
    assertEquals(-1, read.u32(1, -1));
    assertEquals(0x0909, read.u16(1, -1));
  }

  private Netlink filter() {
    return NetworkNamespaces.inside(namespace, () -> Netlink.open(NetlinkFamily.NETFILTER));
  }

  private static List<NetlinkMessage> batch(NetlinkMessage... messages) {
    List<NetlinkMessage> all = new ArrayList<>(List.of(messages));
    all.add(0, limit(BATCH_BEGIN));
    all.add(limit(BATCH_END));
    return all;
  }

  private static NetlinkMessage limit(int type) {
    return new NetlinkMessage(type, 0).header8(0).header8(0).headerBig16(10);
  }

  private static NetlinkMessage table(String name) {
    return filterMessage(NFT, NetlinkMessage.CREATE).text(1, name);
  }

  private static NetlinkMessage filterMessage(int type, int flags) {
    return new NetlinkMessage(type, flags).header8(INET).header8(0).headerBig16(0);
  }

  private static List<String> tables(Netlink filter) {
    return filter.dump(filterMessage(NFT | 1, 0), "list the tables").stream()
        .map(answer -> answer.attributes(4).text(1, ""))
        .toList();
  }

  private void addBridge(String name) {
    route.request(
        link(RTM_NEWLINK, 0, NetlinkMessage.CREATE | NetlinkMessage.EXCLUSIVE)
            .text(IFLA_IFNAME, name)
            .begin(IFLA_LINKINFO)
            .text(IFLA_INFO_KIND, "bridge")
            .end(),
        "make a bridge");
  }

  private static NetlinkMessage link(int type, int index, int flags) {
    return new NetlinkMessage(type, flags).header32(0).header32(index).header32(0).header32(0);
  }
}
