package jbuild.runner.network.nft;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.Objects;
import java.util.function.Consumer;
import jbuild.runner.linux.NetlinkMessage;

/**
 * One step of a rule: an instruction for the kernel's packet filter. A comparison that fails ends
 * its rule.
 *
 * <p>Names, attributes and values are from {@code linux/netfilter/nf_tables.h}.
 *
 * @param name of the kind of instruction
 * @param data writes the attributes of that kind
 */
record Expression(String name, Consumer<NetlinkMessage> data) {
  /** NFT_REG_1: all that is looked at goes through it. */
  private static final int REGISTER = 1;

  private static final int SECOND_REGISTER = 2;
  private static final int VERDICT_REGISTER = 0;
  private static final int NAT_DESTINATION = 1;
  private static final int DATA_VALUE = 1;
  private static final int DATA_VERDICT = 2;

  static final Expression ACCEPT = verdict(1);
  static final Expression DROP = verdict(0);
  static final Expression COUNTER = new Expression("counter", message -> {});
  static final Expression MASQUERADE = new Expression("masq", message -> {});

  /** Whether its destination is an address of this host. */
  static final Expression DESTINATION_TYPE =
      new Expression("fib", message -> message.big32(1, REGISTER).big32(2, 3).big32(3, 2));

  static final int META_IIFNAME = 6;
  static final int META_OIFNAME = 7;
  static final int META_NFPROTO = 15;
  static final int META_L4PROTO = 16;

  static final int CT_STATE = 0;
  static final int CT_STATUS = 2;

  static final int NETWORK_HEADER = 1;
  static final int TRANSPORT_HEADER = 2;

  Expression {
    Objects.requireNonNull(name);
    Objects.requireNonNull(data);
  }

  /** What the kernel knows of the packet beside its bytes. */
  static Expression meta(int key) {
    return new Expression("meta", message -> message.big32(1, REGISTER).big32(2, key));
  }

  /** What the kernel knows of the packet's connection. */
  static Expression connection(int key) {
    return new Expression("ct", message -> message.big32(1, REGISTER).big32(2, key));
  }

  /** Bytes of the packet. */
  static Expression payload(int header, int offset, int length) {
    return new Expression(
        "payload",
        message -> message.big32(1, REGISTER).big32(2, header).big32(3, offset).big32(4, length));
  }

  /** What was loaded last, of which only these bits count from now on. */
  static Expression mask(byte[] bits) {
    byte[] mask = bits.clone();
    return new Expression(
        "bitwise",
        message -> {
          message.big32(1, REGISTER).big32(2, REGISTER).big32(3, mask.length);
          message.begin(4).bytes(DATA_VALUE, mask).end();
          message.begin(5).bytes(DATA_VALUE, new byte[mask.length]).end();
        });
  }

  static Expression equal(byte[] value) {
    return compare(0, value);
  }

  static Expression unequal(byte[] value) {
    return compare(1, value);
  }

  private static Expression compare(int operator, byte[] bytes) {
    byte[] value = bytes.clone();
    return new Expression(
        "cmp",
        message ->
            message.big32(1, REGISTER).big32(2, operator).begin(3).bytes(DATA_VALUE, value).end());
  }

  /** Keeps a value for {@link #destination}: first the address, then the port. */
  static Expression address(byte[] value) {
    return immediate(REGISTER, value);
  }

  static Expression port(int port) {
    return immediate(SECOND_REGISTER, wirePort(port));
  }

  private static Expression immediate(int register, byte[] value) {
    return new Expression(
        "immediate", message -> message.big32(1, register).begin(2).bytes(DATA_VALUE, value).end());
  }

  private static Expression verdict(int code) {
    return new Expression(
        "immediate",
        message ->
            message
                .big32(1, VERDICT_REGISTER)
                .begin(2)
                .begin(DATA_VERDICT)
                .big32(1, code)
                .end()
                .end());
  }

  /** Gives the connection the destination kept before. */
  static Expression destination(Family family) {
    return new Expression(
        "nat",
        message ->
            message
                .big32(1, NAT_DESTINATION)
                .big32(2, family.number())
                .big32(3, REGISTER)
                .big32(5, SECOND_REGISTER));
  }

  /** Tells the sender that the administrator forbids it, by the code of ICMP for the family. */
  static Expression reject(Family family) {
    int type = family == Family.INET ? 2 : 0;
    int code =
        switch (family) {
          case INET -> 3;
          case IPV4 -> 13;
          case IPV6 -> 1;
          case ARP, NETDEV, BRIDGE -> throw new IllegalArgumentException(family.word());
        };
    return new Expression("reject", message -> message.big32(1, type).u8(2, code));
  }

  static byte[] wirePort(int port) {
    return ByteBuffer.allocate(Short.BYTES).putShort((short) port).array();
  }

  /** A number as the kernel keeps it in a register. */
  static byte[] word(int value) {
    return ByteBuffer.allocate(Integer.BYTES).order(ByteOrder.nativeOrder()).putInt(value).array();
  }
}
