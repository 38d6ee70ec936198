package jbuild.runner.network.packet;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.nio.ByteBuffer;
import java.util.List;
import java.util.Optional;
import jbuild.runner.linux.Fd;
import jbuild.runner.linux.Netlink;
import jbuild.runner.linux.NetlinkFamily;
import jbuild.runner.linux.NetlinkMessage;
import jbuild.runner.linux.NetworkNamespaces;
import jbuild.runner.linux.PacketFilter;
import jbuild.runner.linux.PacketFilter.Condition;
import jbuild.runner.linux.PacketSocket;
import jbuild.runner.linux.Wakeup;
import jbuild.runner.network.link.MacAddress;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** A server on a real link: the loopback one, both of whose ends are the same. */
@Tag("root")
class LinkFramesTest {
  private static final int LOOPBACK = 1;
  private static final int SOON = 5000;
  private static final int QUESTION = 0x8801;
  private static final int ANSWER = 0x8802;

  private Fd namespace;

  /** Answers each question with its number. */
  private record Counter() implements Protocol {
    @Override
    public List<Condition> wanted() {
      return List.of(Ethernet.has(QUESTION));
    }

    @Override
    public Optional<byte[]> answer(byte[] frame) {
      return Optional.of(frame(ANSWER, frame[Ethernet.HEADER]));
    }
  }

  @BeforeEach
  void openANamespace() {
    namespace = NetworkNamespaces.create();
    setUp(true);
  }

  @AfterEach
  void closeIt() {
    namespace.close();
  }

  @Test
  @SuppressWarnings("try") // The server serves: nothing else is done with it.
  void seesOnlyTheFramesThatItsProtocolsWant() {
    try (LinkServer server = start();
        PacketSocket client = client();
        Wakeup never = new Wakeup()) {
      client.send(frame(ANSWER - 2, 1));
      client.send(frame(QUESTION, 2));

      assertEquals(2, client.await(never, SOON).orElseThrow().content()[Ethernet.HEADER]);
    }
  }

  @Test
  @SuppressWarnings("try") // The server serves: nothing else is done with it.
  void servesAgainAfterItsLinkWasDown() {
    try (LinkServer server = start();
        PacketSocket client = client();
        Wakeup never = new Wakeup()) {
      setUp(false);
      setUp(true);
      // What one waits for first is that the link was down.
      client.poll();
      client.send(frame(QUESTION, 3));

      assertEquals(3, client.await(never, SOON).orElseThrow().content()[Ethernet.HEADER]);
    }
  }

  private LinkServer start() {
    return NetworkNamespaces.inside(
        namespace, () -> LinkServer.start("test", LOOPBACK, List.of(new Counter())));
  }

  private PacketSocket client() {
    PacketFilter answers = PacketFilter.of(Ethernet.has(ANSWER));
    return NetworkNamespaces.inside(
        namespace, () -> PacketSocket.open(LOOPBACK, PacketSocket.EVERY_PROTOCOL, answers));
  }

  private void setUp(boolean up) {
    int flag = up ? 1 : 0;
    try (Netlink netlink =
        NetworkNamespaces.inside(namespace, () -> Netlink.open(NetlinkFamily.ROUTE))) {
      netlink.request(
          new NetlinkMessage(19, 0).header32(0).header32(LOOPBACK).header32(flag).header32(1),
          "change lo");
    }
  }

  private static byte[] frame(int type, int number) {
    ByteBuffer frame = ByteBuffer.allocate(Ethernet.HEADER + 1);
    Ethernet.put(frame, MacAddress.BROADCAST, new MacAddress(2), type);
    return frame.put((byte) number).array();
  }
}
