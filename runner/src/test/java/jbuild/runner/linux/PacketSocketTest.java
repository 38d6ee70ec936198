package jbuild.runner.linux;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.net.DatagramPacket;
import java.net.DatagramSocket;
import java.net.InetAddress;
import java.nio.ByteBuffer;
import java.util.HexFormat;
import java.util.Optional;
import jbuild.runner.linux.PacketFilter.Condition;
import jbuild.runner.linux.PacketSocket.Frame;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

@Tag("root")
class PacketSocketTest {
  private static final int LOOPBACK = 1;
  private static final int IPV4 = 0x0800;
  private static final int SOON = 5000;
  private static final int TYPE_AT = 12;
  private static final int PROTOCOL_AT = 23;
  private static final int PORT_AT = 36;
  private static final int PAYLOAD_AT = 42;

  private final Wakeup wakeup = new Wakeup();
  private Fd namespace;

  @BeforeEach
  void openANamespace() {
    namespace = NetworkNamespaces.create();
    setFlags(1);
  }

  @AfterEach
  void closeIt() {
    wakeup.close();
    namespace.close();
  }

  @Test
  void takesTheFramesOfItsFilterOnceAndNoOthers() throws IOException {
    PacketFilter filter =
        PacketFilter.of(Condition.u16(TYPE_AT, 0x1234))
            .or(
                Condition.u16(TYPE_AT, IPV4),
                new Condition(PROTOCOL_AT, 1, 0xff, 17),
                Condition.u16(PORT_AT, 6767));
    try (PacketSocket socket = open(filter)) {
      tell(6766, "other");
      tell(6767, "mine");

      Frame frame = socket.await(wakeup, SOON).orElseThrow();

      assertEquals("mine", payload(frame));
      assertEquals(Optional.empty(), socket.poll());
    }
  }

  @Test
  void saysWhereTheSenderLeftTheChecksumToACard() throws IOException {
    try (PacketSocket socket = open(PacketFilter.of(Condition.u16(TYPE_AT, IPV4)))) {
      tell(6767, "left");
      assertFalse(socket.await(wakeup, SOON).orElseThrow().hasChecksum());

      try (PacketSocket sender = open(PacketFilter.NONE)) {
        sender.send(frame());
      }
      assertTrue(socket.await(wakeup, SOON).orElseThrow().hasChecksum());
    }
  }

  @Test
  void sendsFramesAsTheyAre() {
    try (PacketSocket sender = open(PacketFilter.NONE);
        PacketSocket receiver = open(PacketFilter.NONE)) {
      assertTrue(sender.send(frame()));

      assertArrayEquals(frame(), receiver.await(wakeup, SOON).orElseThrow().content());
    }
  }

  @Test
  void outlivesThatItsLinkIsDown() throws IOException {
    try (PacketSocket socket = open(PacketFilter.NONE)) {
      setFlags(0);
      assertEquals(Optional.empty(), socket.await(wakeup, SOON));
      assertFalse(socket.send(frame()));

      setFlags(1);
      tell(6767, "again");

      assertEquals("again", payload(socket.await(wakeup, SOON).orElseThrow()));
    }
  }

  @Test
  void stopsWaitingWhenCalled() {
    try (PacketSocket socket = open(PacketFilter.NONE)) {
      wakeup.call();

      assertEquals(Optional.empty(), socket.await(wakeup, Polling.FOREVER));
    }
  }

  @Test
  void refusesALinkThatIsNotThere() {
    SyscallFailure failure =
        assertThrows(
            SyscallFailure.class,
            () ->
                NetworkNamespaces.inside(
                    namespace,
                    () -> PacketSocket.open(4711, PacketSocket.EVERY_PROTOCOL, PacketFilter.NONE)));

    assertEquals("cannot listen on link 4711", failure.what());
    assertEquals(Errno.ENODEV, failure.errno());
  }

  @Test
  void looksAtThePartsOfAFrameThatTheFilterNames() {
    PacketFilter filter =
        PacketFilter.of(new Condition(23, 1, 0xf0, 0x10), Condition.u32(30, 0x7f000001));

    assertEquals(
        "3000000017000000"
            + "54000000f0000000"
            + "1500000310000000"
            + "200000001e000000"
            + "150000010100007f"
            + "0600000000000400"
            + "0600000000000000",
        HexFormat.of().formatHex(filter.program()));
  }

  private PacketSocket open(PacketFilter filter) {
    return NetworkNamespaces.inside(
        namespace, () -> PacketSocket.open(LOOPBACK, PacketSocket.EVERY_PROTOCOL, filter));
  }

  private void setFlags(int flags) {
    try (Netlink netlink =
        NetworkNamespaces.inside(namespace, () -> Netlink.open(NetlinkFamily.ROUTE))) {
      netlink.request(
          new NetlinkMessage(19, 0).header32(0).header32(LOOPBACK).header32(flags).header32(1),
          "change lo");
    }
  }

  private void tell(int port, String text) throws IOException {
    InetAddress loopback = InetAddress.getByName("127.0.0.1");
    byte[] bytes = text.getBytes(US_ASCII);
    try (DatagramSocket socket = NetworkNamespaces.inside(namespace, () -> new DatagramSocket())) {
      socket.send(new DatagramPacket(bytes, bytes.length, loopback, port));
    }
  }

  private static String payload(Frame frame) {
    byte[] content = frame.content();
    return new String(content, PAYLOAD_AT, content.length - PAYLOAD_AT, US_ASCII);
  }

  /** "raw" from port 68 to port 6767 of 127.0.0.1; a UDP checksum of zero is none. */
  private static byte[] frame() {
    return ByteBuffer.allocate(PAYLOAD_AT + 3)
        .put(HexFormat.of().parseHex("0000000000000000000000000800"))
        .put(HexFormat.of().parseHex("4500001f0000000040117ccc7f0000017f000001"))
        .putShort((short) 68)
        .putShort((short) 6767)
        .putShort((short) 11)
        .putShort((short) 0)
        .put("raw".getBytes(US_ASCII))
        .array();
  }
}
