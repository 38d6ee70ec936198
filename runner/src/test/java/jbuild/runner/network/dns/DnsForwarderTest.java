package jbuild.runner.network.dns;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.net.DatagramPacket;
import java.net.DatagramSocket;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.SocketException;
import java.net.SocketTimeoutException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashSet;
import java.util.List;
import java.util.Random;
import java.util.Set;
import jbuild.runner.Failure;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.xbill.DNS.Flags;
import org.xbill.DNS.GenericEDNSOption;
import org.xbill.DNS.Message;
import org.xbill.DNS.OPTRecord;
import org.xbill.DNS.Opcode;
import org.xbill.DNS.Rcode;
import org.xbill.DNS.Section;
import org.xbill.DNS.Type;

@Tag("root")
class DnsForwarderTest extends ForwarderInNetwork {
  @Test
  void answersTheNamesOfMachines() throws IOException {
    assertEquals(List.of("A 10.1.0.2"), answers("web.", Type.A));
    assertEquals(List.of("AAAA fd00:0:0:0:0:0:0:2"), answers("WEB.", Type.AAAA));
    assertEquals(
        List.of("A 10.1.0.2", "AAAA fd00:0:0:0:0:0:0:2"),
        answers("web.jbuild.internal.", Type.ANY));
    assertEquals(List.of("A 10.1.0.3"), answers("old.example.jbuild.internal.", Type.A));
    assertEquals(
        List.of("PTR old.example.jbuild.internal."), answers("3.0.1.10.in-addr.arpa.", Type.PTR));
    assertEquals(List.of("PTR web."), answers("2.0.1.10.in-addr.arpa.", Type.PTR));
    assertEquals(List.of("PTR web."), answers("2" + ".0".repeat(29) + ".d.f.ip6.arpa.", Type.PTR));
  }

  @Test
  void tellsAMissingRecordFromAMissingName() throws IOException {
    Message record = ask(Messages.query("old.example.jbuild.internal.", Type.AAAA));
    Message addresses = ask(Messages.query("starting.", Type.A));
    Message name = ask(Messages.query("nobody.jbuild.internal.", Type.A));
    Message domain = ask(Messages.query("jbuild.internal.", Type.A));

    assertEquals("NOERROR 0 1", summary(record));
    assertEquals("NOERROR 0 1", summary(addresses));
    assertEquals("NXDOMAIN 0 1", summary(name));
    assertEquals("NOERROR 0 1", summary(domain));
    assertTrue(record.getHeader().getFlag(Flags.AA));
    assertTrue(record.getHeader().getFlag(Flags.RA));
  }

  @Test
  void leavesNamesOfTheInternetToTheServers() throws IOException {
    serverWith(question -> List.of(Messages.address(question, "192.0.2.1")));

    assertEquals(List.of("A 192.0.2.1"), answers("old.example.", Type.A));
  }

  @Test
  void answersSeveralQuestionsInOneConnection() throws IOException {
    serverWith(question -> List.of(Messages.address(question, "192.0.2.1")));
    List<Message> questions = new ArrayList<>();
    for (int count = 0; count < 40; count++) {
      questions.add(Messages.query(count % 2 == 0 ? "web." : "example.", Type.A));
    }

    List<Message> answers = askByConnection(questions);

    Set<Integer> ids = new HashSet<>();
    answers.forEach(answer -> ids.add(answer.getHeader().getID()));
    Set<Integer> asked = new HashSet<>();
    questions.forEach(question -> asked.add(question.getHeader().getID()));
    assertEquals(asked, ids);
  }

  @Test
  void refusesWhatIsNoPlainQuestion() throws IOException {
    Message update = Messages.query("web.", Type.A);
    update.getHeader().setOpcode(Opcode.UPDATE);
    Message two = Messages.query("web.", Type.A);
    two.addRecord(two.getQuestion().withName(two.getQuestion().getName()), Section.QUESTION);
    byte[] doubled = Messages.query("web.", Type.A).toWire();
    doubled[5] = 2;

    assertEquals(Rcode.NOTIMP, ask(update).getHeader().getRcode());
    assertEquals(Rcode.FORMERR, ask(two).getHeader().getRcode());
    assertEquals(Rcode.FORMERR, ask(doubled).getHeader().getRcode());
  }

  @Test
  void servesOnAfterTenThousandBrokenPackets() throws IOException {
    Random random = new Random(42);
    Message query = Messages.query("web.jbuild.internal.", Type.A);
    query.addRecord(
        new OPTRecord(4000, 0, 0, 0, new GenericEDNSOption(10, new byte[8])), Section.ADDITIONAL);
    byte[] wire = query.toWire();
    byte[] answer = Messages.address(wire, "192.0.2.1");
    Query asked = Query.parse(wire).orElseThrow();

    int believed = 0;
    for (int count = 0; count < 10_000; count++) {
      send(mutated(wire, random));
      believed += asked.isAnsweredBy(mutated(answer, random), asked.id()) ? 1 : 0;
      if (count % 100 == 0) {
        assertEquals(List.of("A 10.1.0.2"), answers("web.", Type.A));
      }
    }

    assertEquals(List.of("A 10.1.0.2"), answers("web.", Type.A));
    assertTrue(believed < 6_000, "believed: " + believed);
  }

  @Test
  void sharesItsAddressWithOthersThatAnswerAlike() throws IOException {
    DnsForwarder second = forwarder(53);

    forwarder.close();

    assertEquals(53, second.port());
    for (int count = 0; count < 20; count++) {
      assertEquals(List.of("A 10.1.0.2"), answers("web.", Type.A));
    }
  }

  @Test
  void takesAnotherPortWhereAProgramHasItsOwn() throws IOException {
    forwarder.close();
    opened.add(network.inside(() -> new ServerSocket(53, 1, gateway)));

    DnsForwarder other = forwarder(53);

    assertNotEquals(53, other.port());
    byte[] question = Messages.query("web.", Type.A).toWire();
    client.send(new DatagramPacket(question, question.length, gateway, other.port()));
    assertEquals(List.of("A 10.1.0.2"), Messages.answers(receive()));
  }

  @Test
  void saysWhichAddressIsMissing() {
    List<InetAddress> missing = List.of(address("192.0.2.7"));

    Failure failure =
        assertThrows(
            Failure.class,
            () ->
                network.inside(
                    () ->
                        DnsForwarder.open(
                            loop, missing, sender -> true, MachineNames.NONE, () -> upstream)));

    assertEquals("cannot answer DNS questions on 192.0.2.7", failure.what());
    assertEquals("Cannot assign requested address", failure.why());
  }

  @Test
  void answersNobodyElse() throws IOException {
    byte[] question = Messages.query("web.", Type.A).toWire();
    DatagramPacket packet = new DatagramPacket(question, question.length, gateway, 53);
    try (DatagramSocket stranger = network.inside(() -> new DatagramSocket(0, STRANGER));
        Socket connection = network.inside(() -> new Socket(gateway, 53, STRANGER, 0))) {
      stranger.send(packet);

      assertEquals(List.of("A 10.1.0.2"), answers("web.", Type.A));
      stranger.setSoTimeout(1);
      assertThrows(SocketTimeoutException.class, () -> stranger.receive(packet));
      assertThrows(SocketException.class, () -> connection.getInputStream().read());
    }
  }

  @Test
  void freesItsPortAtItsEnd() throws IOException {
    answers("web.", Type.A);

    forwarder.close();

    network.inside(() -> new ServerSocket(53, 1, gateway)).close();
    network.inside(() -> new DatagramSocket(53, gateway)).close();
  }

  private static byte[] mutated(byte[] wire, Random random) {
    byte[] copy = Arrays.copyOf(wire, random.nextInt(8) == 0 ? random.nextInt(80) : wire.length);
    for (int count = random.nextInt(6); count > 0 && copy.length > 0; count--) {
      copy[random.nextInt(copy.length)] = (byte) random.nextInt(256);
    }
    return copy;
  }
}
