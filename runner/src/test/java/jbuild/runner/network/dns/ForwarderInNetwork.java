package jbuild.runner.network.dns;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.net.DatagramPacket;
import java.net.DatagramSocket;
import java.net.Inet4Address;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;
import jbuild.runner.network.OwnNetwork;
import jbuild.runner.network.loop.EventLoop;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.xbill.DNS.Message;
import org.xbill.DNS.Rcode;
import org.xbill.DNS.Section;

/** A forwarder in a network of its own, somebody who asks it, and servers that it asks. */
abstract class ForwarderInNetwork {
  static final int PATIENCE = 300;
  static final InetAddress STRANGER = address("127.0.0.66");

  /** Machines of one zone, and their gateway. */
  static final MachineNames ZONE =
      new MachineNames() {
        @Override
        public Optional<List<InetAddress>> addressesOf(String name) {
          return switch (name) {
            case "web" -> Optional.of(List.of(address("10.1.0.2"), address("fd00::2")));
            case "old.example" -> Optional.of(List.of(address("10.1.0.3")));
            case "starting" -> Optional.of(List.of());
            default -> Optional.empty();
          };
        }

        @Override
        public Optional<String> nameOf(InetAddress address) {
          if (address.equals(address("10.1.0.3"))) {
            return Optional.of("old.example");
          }
          return address.equals(address("10.1.0.2")) || address.equals(address("fd00::2"))
              ? Optional.of("web")
              : Optional.empty();
        }
      };

  final OwnNetwork network = new OwnNetwork();
  final EventLoop loop = network.inside(() -> EventLoop.start("dns"));
  final List<InetSocketAddress> upstream = new ArrayList<>();
  final List<AutoCloseable> opened = new ArrayList<>();
  final InetAddress gateway = address("127.0.0.1");
  DnsForwarder forwarder;
  DatagramSocket client;

  @BeforeEach
  void listen() throws IOException {
    forwarder = forwarder(53);
    client = network.inside(() -> new DatagramSocket(0, address("127.0.0.7")));
    client.setSoTimeout(5000);
    client.setReceiveBufferSize(1 << 20);
  }

  @AfterEach
  void end() throws Exception {
    for (AutoCloseable each : opened) {
      each.close();
    }
    client.close();
    loop.close();
    network.close();
  }

  DnsForwarder forwarder(int port) {
    Duration patience = Duration.ofMillis(PATIENCE);
    List<InetAddress> addresses = List.of(gateway, address("::1"));
    return network.inside(
        () ->
            DnsForwarder.open(
                loop,
                addresses,
                ForwarderInNetwork::isServed,
                port,
                patience,
                ZONE,
                () -> upstream));
  }

  /** All but one. */
  static boolean isServed(InetAddress sender) {
    return !sender.equals(STRANGER);
  }

  FakeServer serverWith(Function<byte[], List<byte[]>> answers) throws IOException {
    FakeServer server =
        network.inside(() -> new FakeServer(answers, question -> Messages.code(question, 2)));
    upstream.add(server.address());
    opened.add(server);
    return server;
  }

  List<String> answers(String name, int type) throws IOException {
    Message query = Messages.query(name, type);
    send(query.toWire());
    byte[] answer = receiveBytes();
    // What broken packets were answered comes first.
    while (!Arrays.equals(answer, 0, 2, query.toWire(), 0, 2)) {
      answer = receiveBytes();
    }
    return Messages.answers(Messages.parsed(answer));
  }

  Message ask(Message query) throws IOException {
    return ask(query.toWire());
  }

  Message ask(byte[] query) throws IOException {
    send(query);
    return receive();
  }

  void send(byte[] message) throws IOException {
    client.send(new DatagramPacket(message, message.length, gateway, 53));
  }

  Message receive() throws IOException {
    return Messages.parsed(receiveBytes());
  }

  byte[] receiveBytes() throws IOException {
    DatagramPacket packet = new DatagramPacket(new byte[65_536], 65_536);
    client.receive(packet);
    return Arrays.copyOf(packet.getData(), packet.getLength());
  }

  List<Message> askByConnection(List<Message> questions) throws IOException {
    try (Socket socket = network.inside(() -> new Socket("::1", 53))) {
      socket.setSoTimeout(5000);
      DataOutputStream output = new DataOutputStream(socket.getOutputStream());
      for (Message question : questions) {
        output.writeShort(question.toWire().length);
        output.write(question.toWire());
      }
      socket.shutdownOutput();
      DataInputStream input = new DataInputStream(socket.getInputStream());
      List<Message> answers = new ArrayList<>();
      for (int count = 0; count < questions.size(); count++) {
        answers.add(Messages.parsed(input.readNBytes(input.readUnsignedShort())));
      }
      assertEquals(-1, input.read());
      return answers;
    }
  }

  static String summary(Message message) {
    return Rcode.string(message.getRcode())
        + " "
        + message.getSection(Section.ANSWER).size()
        + " "
        + message.getSection(Section.AUTHORITY).size();
  }

  static InetAddress address(String text) {
    try {
      InetAddress address = InetAddress.getByName(text);
      assertTrue(address instanceof Inet4Address || text.contains(":"));
      return address;
    } catch (IOException e) {
      throw new IllegalArgumentException(e);
    }
  }
}
