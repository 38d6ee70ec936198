package jbuild.network;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.ByteBuffer;
import java.nio.channels.DatagramChannel;
import org.xbill.DNS.AAAARecord;
import org.xbill.DNS.ARecord;
import org.xbill.DNS.DClass;
import org.xbill.DNS.Flags;
import org.xbill.DNS.Message;
import org.xbill.DNS.Name;
import org.xbill.DNS.Rcode;
import org.xbill.DNS.Record;
import org.xbill.DNS.Section;
import org.xbill.DNS.Type;

/** Knows where the web server is, and nothing else. */
final class NameServer implements AutoCloseable {
  private static final String KNOWN = "web.example.";
  private static final int PORT = 53;
  private static final int TTL = 60;
  private static final int LARGEST = 512;

  private final DatagramChannel channel;

  private NameServer(DatagramChannel channel) {
    this.channel = channel;
  }

  /** In the network namespace of this thread. */
  static NameServer start(InetAddress address) throws IOException {
    NameServer server =
        new NameServer(DatagramChannel.open().bind(new InetSocketAddress(address, PORT)));
    Thread thread = new Thread(server::serve, "name server");
    thread.setDaemon(true);
    thread.start();
    return server;
  }

  private void serve() {
    ByteBuffer buffer = ByteBuffer.allocate(LARGEST);
    while (channel.isOpen()) {
      try {
        buffer.clear();
        var asker = channel.receive(buffer);
        buffer.flip();
        channel.send(ByteBuffer.wrap(answer(new Message(buffer)).toWire()), asker);
      } catch (IOException e) {
        // Closed, or no question: then there is no answer.
        continue;
      }
    }
  }

  private static Message answer(Message question) throws IOException {
    Record asked = question.getQuestion();
    Message answer = new Message(question.getHeader().getID());
    answer.getHeader().setFlag(Flags.QR);
    answer.addRecord(asked, Section.QUESTION);
    Name name = asked.getName();
    if (!name.equals(Name.fromString(KNOWN))) {
      answer.getHeader().setRcode(Rcode.NXDOMAIN);
    } else if (asked.getType() == Type.A) {
      InetAddress address = SmallInternet.address(SmallInternet.WEB);
      answer.addRecord(new ARecord(name, DClass.IN, TTL, address), Section.ANSWER);
    } else if (asked.getType() == Type.AAAA) {
      InetAddress address = SmallInternet.address(SmallInternet.WEB6);
      answer.addRecord(new AAAARecord(name, DClass.IN, TTL, address), Section.ANSWER);
    }
    return answer;
  }

  @Override
  public void close() {
    try {
      channel.close();
    } catch (IOException e) {
      throw new java.io.UncheckedIOException(e);
    }
  }
}
