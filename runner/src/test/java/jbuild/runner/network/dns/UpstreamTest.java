package jbuild.runner.network.dns;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.net.DatagramPacket;
import java.net.InetSocketAddress;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.xbill.DNS.Flags;
import org.xbill.DNS.GenericEDNSOption;
import org.xbill.DNS.Message;
import org.xbill.DNS.OPTRecord;
import org.xbill.DNS.Rcode;
import org.xbill.DNS.Section;
import org.xbill.DNS.Type;

@Tag("root")
class UpstreamTest extends ForwarderInNetwork {
  @Test
  void passesOtherQuestionsOnWithTheirExtensions() throws IOException {
    FakeServer server = serverWith(question -> List.of(Messages.address(question, "192.0.2.1")));
    byte[] cookie = {1, 2, 3, 4, 5, 6, 7, 8};
    Message query = Messages.query("example.", Type.A);
    query.getHeader().setFlag(Flags.CD);
    query.addRecord(
        new OPTRecord(4000, 0, 0, Flags.DO, new GenericEDNSOption(10, cookie)), Section.ADDITIONAL);

    Message answer = ask(query);

    Message passedOn = Messages.parsed(server.questions.get(0));
    assertEquals(List.of("A 192.0.2.1"), Messages.answers(answer));
    assertEquals(query.getHeader().getID(), answer.getHeader().getID());
    assertEquals(4000, passedOn.getOPT().getPayloadSize());
    assertEquals(Flags.DO, passedOn.getOPT().getFlags());
    assertEquals(1, passedOn.getOPT().getOptions(10).size());
    assertTrue(passedOn.getHeader().getFlag(Flags.CD));
    assertArrayEquals(
        Arrays.copyOfRange(query.toWire(), 2, query.toWire().length),
        Arrays.copyOfRange(server.questions.get(0), 2, server.questions.get(0).length));
  }

  @Test
  void asksWithIdsAndPortsThatNobodyCanGuess() throws IOException {
    FakeServer server = serverWith(question -> List.of(Messages.address(question, "192.0.2.1")));

    for (int count = 0; count < 50; count++) {
      answers("example.", Type.A);
    }

    Set<Integer> ids = new HashSet<>();
    server.questions.forEach(question -> ids.add(Messages.parsed(question).getHeader().getID()));
    // Of 50 out of 28,000 and more a few may well be the same.
    assertTrue(ids.size() > 45, "ids: " + ids.size());
    assertTrue(new HashSet<>(server.ports).size() > 40, "ports: " + server.ports);
  }

  @Test
  void asksTheNextServerWhenOneFails() throws IOException {
    upstream.add(new InetSocketAddress("127.0.0.10", 53));
    serverWith(question -> List.of(Messages.code(question, Rcode.SERVFAIL)));
    serverWith(question -> List.of(Messages.code(question, Rcode.REFUSED)));
    FakeServer silent = serverWith(question -> List.of());
    serverWith(question -> List.of(Messages.address(question, "192.0.2.1")));

    assertEquals(List.of("A 192.0.2.1"), answers("example.", Type.A));
    assertEquals(1, silent.questions.size());

    assertEquals(List.of("A 192.0.2.1"), answers("example.", Type.A));
    assertEquals(1, silent.questions.size());
  }

  @Test
  void asksAgainWhenADatagramIsLost() throws IOException {
    List<byte[]> seen = new ArrayList<>();
    serverWith(
        question -> {
          seen.add(question);
          return seen.size() < 3 ? List.of() : List.of(Messages.address(question, "192.0.2.1"));
        });

    assertEquals(List.of("A 192.0.2.1"), answers("example.", Type.A));
  }

  @Test
  void failsWhenNobodyAnswers() throws IOException {
    Message withoutServers = ask(Messages.query("example.", Type.A));
    serverWith(question -> List.of());
    Message withSilence = ask(Messages.query("example.", Type.A));

    assertEquals("SERVFAIL 0 0", summary(withoutServers));
    assertEquals("SERVFAIL 0 0", summary(withSilence));
  }

  @Test
  void doesNotBelieveWhatWasNotAsked() throws IOException {
    serverWith(
        question -> {
          int id = (question[0] & 0xff) << 8 | question[1] & 0xff;
          byte[] other = Messages.query("other.", Type.A).toWire();
          byte[] noAnswer = Replies.withId(question, id);
          return List.of(
              new byte[] {1},
              noAnswer,
              Replies.withId(Messages.address(question, "192.0.2.66"), id + 1),
              Replies.withId(Messages.address(other, "192.0.2.66"), id),
              Messages.address(question, "192.0.2.1"));
        });

    assertEquals(List.of("A 192.0.2.1"), answers("example.", Type.A));
  }

  @Test
  void asksByConnectionWhenTheAnswerIsCut() throws IOException {
    opened.add(
        network.inside(
            () -> {
              FakeServer server =
                  new FakeServer(
                      question -> List.of(Messages.cut(question)),
                      question -> Messages.text(question, 3000));
              upstream.add(server.address());
              return server;
            }));
    Message small = Messages.query("example.", Type.TXT);
    Message large = Messages.query("example.", Type.TXT);
    large.addRecord(new OPTRecord(4000, 0, 0), Section.ADDITIONAL);

    Message cut = ask(small);
    Message whole = ask(large);
    Message connected = askByConnection(List.of(small)).get(0);

    assertTrue(cut.getHeader().getFlag(Flags.TC));
    assertEquals("NOERROR 0 0", summary(cut));
    assertEquals("NOERROR 1 0", summary(whole));
    assertEquals("NOERROR 1 0", summary(connected));
  }

  @Test
  void hasABoundForQuestionsOnTheirWay() throws IOException {
    FakeServer silent = serverWith(question -> List.of());
    network.inside(
        () ->
            DnsForwarder.open(
                loop,
                List.of(gateway),
                ForwarderInNetwork::isServed,
                5353,
                Duration.ofMinutes(1),
                ZONE,
                () -> upstream));
    byte[] question = Messages.query("example.", Type.A).toWire();
    DatagramPacket packet = new DatagramPacket(question, question.length, gateway, 5353);

    for (int count = 1; count <= 200; count++) {
      client.send(packet);
      while (silent.questions.size() < count) {
        Thread.onSpinWait();
      }
    }
    client.send(packet);

    assertEquals(Rcode.SERVFAIL, receive().getHeader().getRcode());
    assertEquals(200, silent.questions.size());
  }
}
