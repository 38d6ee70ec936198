package jbuild.runner.network.dhcp;

import java.net.Inet4Address;
import java.nio.ByteBuffer;
import java.util.Optional;
import jbuild.runner.network.link.MacAddress;
import jbuild.runner.network.packet.Ethernet;
import jbuild.runner.network.packet.IpAddresses;

/**
 * What a client says; see RFC 2131, section 2.
 *
 * @param transaction a number that the answer repeats
 * @param broadcast whether it can receive only what is sent to all
 * @param address the one it has already and answers at; empty before that
 * @param hardware of the card that shall get an address
 */
record ClientMessage(
    MessageType type,
    int transaction,
    boolean broadcast,
    Optional<Inet4Address> address,
    MacAddress hardware,
    ClientOptions options) {
  static final int MAGIC = 0x63825363;
  static final byte ETHERNET = 1;
  static final int TRANSACTION_AT = 4;
  static final int FLAGS_AT = 10;
  static final int ADDRESS_AT = 12;
  static final int HARDWARE_AT = 28;
  static final int SERVER_NAME_AT = 44;
  static final int MAGIC_AT = 236;
  static final int OPTIONS_AT = 240;
  static final int BROADCAST_FLAG = 0x8000;

  private static final byte FROM_CLIENT = 1;
  private static final int RELAY_AT = 24;
  private static final int SERVER_NAME_LENGTH = 64;
  private static final int FILE_AT = SERVER_NAME_AT + SERVER_NAME_LENGTH;
  private static final int FILE_LENGTH = MAGIC_AT - FILE_AT;

  /** Empty for all but whole messages of a client on this link: there are no relays on it. */
  static Optional<ClientMessage> parse(ByteBuffer message) {
    if (message.capacity() < OPTIONS_AT
        || message.get(0) != FROM_CLIENT
        || message.get(1) != ETHERNET
        || message.get(2) != MacAddress.SIZE
        || message.getInt(RELAY_AT) != 0
        || message.getInt(MAGIC_AT) != MAGIC) {
      return Optional.empty();
    }
    MacAddress hardware = Ethernet.address(message, HARDWARE_AT);
    Optional<ClientOptions> options =
        ClientOptions.parse(
            message.slice(OPTIONS_AT, message.capacity() - OPTIONS_AT),
            message.slice(SERVER_NAME_AT, SERVER_NAME_LENGTH),
            message.slice(FILE_AT, FILE_LENGTH));
    if (options.isEmpty() || !Ethernet.isOfOne(hardware)) {
      return Optional.empty();
    }
    int address = message.getInt(ADDRESS_AT);
    return MessageType.of(options.get().number(OptionCode.MESSAGE_TYPE, 0))
        .map(
            type ->
                new ClientMessage(
                    type,
                    message.getInt(TRANSACTION_AT),
                    (message.getShort(FLAGS_AT) & BROADCAST_FLAG) != 0,
                    address == 0 ? Optional.empty() : Optional.of(IpAddresses.v4(address)),
                    hardware,
                    options.get()));
  }

  /** The server it speaks to; empty when it speaks to all. */
  Optional<Inet4Address> server() {
    return options.address(OptionCode.SERVER);
  }

  /** The address it wants, or wants to keep. */
  Optional<Inet4Address> wanted() {
    return options.address(OptionCode.ADDRESS).or(() -> address);
  }

  /** Whether it wants to be told: without a list it takes what there is. */
  boolean asks(int code) {
    if (!options.has(OptionCode.ASKED)) {
      return code != OptionCode.ROUTES;
    }
    for (byte asked : options.bytes(OptionCode.ASKED)) {
      if (Byte.toUnsignedInt(asked) == code) {
        return true;
      }
    }
    return false;
  }
}
