package jbuild.runner.network.dns;

import org.xbill.DNS.Flags;
import org.xbill.DNS.Header;
import org.xbill.DNS.Message;
import org.xbill.DNS.OPTRecord;
import org.xbill.DNS.Opcode;
import org.xbill.DNS.Rcode;
import org.xbill.DNS.Section;

/** Messages that answer a question; see RFC 1035 and RFC 6891. */
final class Replies {
  /** What passes every link without being cut: the value of the DNS flag day 2020. */
  private static final int OWN_LIMIT = 1232;

  private Replies() {}

  /** The answer to what is no plain question: it repeats nothing but the id. */
  static byte[] refusal(byte[] wire) {
    int opcode = wire[2] >>> 3 & 0xf;
    Header header = new Header((wire[0] & 0xff) << 8 | wire[1] & 0xff);
    header.setOpcode(opcode);
    header.setFlag(Flags.QR);
    header.setRcode(opcode == Opcode.QUERY ? Rcode.FORMERR : Rcode.NOTIMP);
    return header.toWire();
  }

  /** An answer without records yet. */
  static Message to(Query query) {
    Message reply = new Message(query.id());
    Header header = reply.getHeader();
    header.setFlag(Flags.QR);
    header.setFlag(Flags.RA);
    for (int flag : new int[] {Flags.RD, Flags.CD}) {
      if (query.has(flag)) {
        header.setFlag(flag);
      }
    }
    reply.addRecord(query.question(), Section.QUESTION);
    if (query.extension().isPresent()) {
      reply.addRecord(new OPTRecord(OWN_LIMIT, 0, 0), Section.ADDITIONAL);
    }
    return reply;
  }

  /** Nobody could be asked. */
  static byte[] failure(Query query) {
    Message reply = to(query);
    reply.getHeader().setRcode(Rcode.SERVFAIL);
    return reply.toWire();
  }

  /** The answer of another server, for the one who asked. */
  static byte[] passedOn(Query query, byte[] answer, int limit) {
    if (answer.length > limit) {
      Message reply = to(query);
      reply.getHeader().setFlag(Flags.TC);
      return reply.toWire();
    }
    return withId(answer, query.id());
  }

  /** The same message with another id. */
  static byte[] withId(byte[] message, int id) {
    byte[] copy = message.clone();
    copy[0] = (byte) (id >>> 8);
    copy[1] = (byte) id;
    return copy;
  }
}
