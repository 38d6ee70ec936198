package jbuild.runner.network.dns;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.util.ArrayList;
import java.util.List;
import org.xbill.DNS.ARecord;
import org.xbill.DNS.DClass;
import org.xbill.DNS.Flags;
import org.xbill.DNS.Message;
import org.xbill.DNS.Name;
import org.xbill.DNS.Record;
import org.xbill.DNS.Section;
import org.xbill.DNS.TXTRecord;
import org.xbill.DNS.Type;

/** Messages for tests. */
final class Messages {
  private Messages() {}

  static Message query(String name, int type) {
    try {
      return Message.newQuery(Record.newRecord(new Name(name), type, DClass.IN));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  static Message parsed(byte[] wire) {
    try {
      return new Message(wire);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** The answer that every name has this address. */
  static byte[] address(byte[] question, String address) {
    try {
      Message reply = reply(question);
      Name name = reply.getQuestion().getName();
      reply.addRecord(
          new ARecord(name, DClass.IN, 60, InetAddress.getByName(address)), Section.ANSWER);
      return reply.toWire();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  static byte[] text(byte[] question, int length) {
    Message reply = reply(question);
    List<String> texts = new ArrayList<>();
    for (int left = length; left > 0; left -= 200) {
      texts.add("x".repeat(Math.min(left, 200)));
    }
    reply.addRecord(
        new TXTRecord(reply.getQuestion().getName(), DClass.IN, 60, texts), Section.ANSWER);
    return reply.toWire();
  }

  static byte[] code(byte[] question, int code) {
    Message reply = reply(question);
    reply.getHeader().setRcode(code);
    return reply.toWire();
  }

  static byte[] cut(byte[] question) {
    Message reply = reply(question);
    reply.getHeader().setFlag(Flags.TC);
    return reply.toWire();
  }

  private static Message reply(byte[] question) {
    Message asked = parsed(question);
    Message reply = new Message(asked.getHeader().getID());
    reply.getHeader().setFlag(Flags.QR);
    reply.addRecord(asked.getQuestion(), Section.QUESTION);
    return reply;
  }

  /** The records of an answer, as {@code TYPE DATA}. */
  static List<String> answers(Message message) {
    return message.getSection(Section.ANSWER).stream()
        .map(answer -> Type.string(answer.getType()) + " " + answer.rdataToString())
        .toList();
  }
}
