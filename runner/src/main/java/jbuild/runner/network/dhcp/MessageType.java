package jbuild.runner.network.dhcp;

import java.util.Optional;

/** The messages of DHCP; see RFC 2132, section 9.6. */
enum MessageType {
  DISCOVER,
  OFFER,
  REQUEST,
  DECLINE,
  ACK,
  NAK,
  RELEASE,
  INFORM;

  private static final MessageType[] ALL = values();

  static Optional<MessageType> of(int number) {
    return number < 1 || number > ALL.length ? Optional.empty() : Optional.of(ALL[number - 1]);
  }

  byte number() {
    return (byte) (ordinal() + 1);
  }
}
