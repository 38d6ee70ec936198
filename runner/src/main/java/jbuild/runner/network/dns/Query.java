package jbuild.runner.network.dns;

import java.io.IOException;
import java.util.Optional;
import org.xbill.DNS.DNSInput;
import org.xbill.DNS.Flags;
import org.xbill.DNS.Header;
import org.xbill.DNS.Message;
import org.xbill.DNS.Name;
import org.xbill.DNS.OPTRecord;
import org.xbill.DNS.Opcode;
import org.xbill.DNS.Rcode;
import org.xbill.DNS.Record;
import org.xbill.DNS.Section;

/** A question that somebody sent, in a message that is well-formed; see RFC 1035, 4.1. */
final class Query {
  /** What everybody can take in a datagram: RFC 1035, 2.3.4. */
  static final int SMALLEST_LIMIT = 512;

  private final byte[] wire;
  private final Message message;

  private Query(byte[] wire, Message message) {
    this.wire = wire;
    this.message = message;
  }

  /** Whether somebody wants an answer at all: answers to answers would go on for ever. */
  static boolean wantsAnswer(byte[] wire) {
    return wire.length >= Header.LENGTH && (wire[2] & 0x80) == 0;
  }

  /** Empty when it is not well-formed, or no plain question. */
  static Optional<Query> parse(byte[] wire) {
    try {
      Message message = new Message(wire);
      Header header = message.getHeader();
      boolean plain = header.getOpcode() == Opcode.QUERY && header.getCount(Section.QUESTION) == 1;
      return plain ? Optional.of(new Query(wire, message)) : Optional.empty();
    } catch (IOException | RuntimeException e) {
      // The library also throws what it does not declare, for example for options cut short.
      return Optional.empty();
    }
  }

  byte[] wire() {
    return wire;
  }

  int id() {
    return message.getHeader().getID();
  }

  Record question() {
    return message.getQuestion();
  }

  boolean has(int flag) {
    return message.getHeader().getFlag(flag);
  }

  /** The extension of RFC 6891, if the asker knows it. */
  Optional<OPTRecord> extension() {
    return Optional.ofNullable(message.getOPT());
  }

  /** The most bytes that the asker takes in a datagram. */
  int limit() {
    int size = extension().map(OPTRecord::getPayloadSize).orElse(SMALLEST_LIMIT);
    return Math.max(SMALLEST_LIMIT, size);
  }

  /** Whether a message answers this question, when it was asked with that id. */
  boolean isAnsweredBy(byte[] answer, int asked) {
    try {
      Header header = new Header(answer);
      if (!header.getFlag(Flags.QR)
          || header.getID() != asked
          || header.getOpcode() != Opcode.QUERY) {
        return false;
      }
      if (header.getCount(Section.QUESTION) == 0) {
        // A server that does not understand a message may be unable to repeat it.
        return header.getRcode() == Rcode.FORMERR;
      }
      DNSInput input = new DNSInput(answer);
      input.jump(Header.LENGTH);
      Name name = new Name(input);
      return header.getCount(Section.QUESTION) == 1
          && name.equals(question().getName())
          && input.readU16() == question().getType()
          && input.readU16() == question().getDClass();
    } catch (IOException | RuntimeException e) {
      return false;
    }
  }
}
