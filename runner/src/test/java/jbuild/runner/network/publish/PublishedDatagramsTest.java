package jbuild.runner.network.publish;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.io.IOException;
import java.net.DatagramPacket;
import java.net.DatagramSocket;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

@Tag("root")
class PublishedDatagramsTest extends PortsOfMachine {
  @Test
  void carryDatagramsOfSeveralClients() throws IOException {
    udpEcho("127.0.0.1");
    ports.machineAt(addresses("127.0.0.1"));
    try (DatagramSocket one = datagrams("127.0.0.1");
        DatagramSocket other = datagrams("::1")) {
      for (int count = 0; count < 3; count++) {
        send(one, "127.0.0.1", "one " + count);
        send(other, "::1", "other " + count);

        assertEquals("one " + count, receive(one));
        assertEquals("other " + count, receive(other));
      }
      send(one, "127.0.0.1", "");
      assertEquals("", receive(one));
      send(one, "127.0.0.1", "x".repeat(60_000));
      assertEquals("x".repeat(60_000), receive(one));
      assertEquals(2, ports.load());
    }
  }

  @Test
  void sendDatagramsToTheNextAddressWhenNobodyListensOnTheFirst() throws IOException {
    udpEcho("::1");
    ports.machineAt(addresses("127.0.0.1", "::1"));
    try (DatagramSocket client = datagrams("127.0.0.1")) {
      send(client, "127.0.0.1", "hello");

      assertEquals("hello", receive(client));
    }
  }

  @Test
  void keepTheNumberOfClientsOfDatagramsBounded() throws IOException {
    udpEcho("127.0.0.1");
    ports.machineAt(addresses("127.0.0.1"));
    for (int count = 0; count < 10; count++) {
      DatagramSocket client = datagrams("127.0.0.1");
      opened.add(client);
      send(client, "127.0.0.1", "hello");
      assertEquals("hello", receive(client));
    }

    assertEquals(3, ports.load());
  }

  @Test
  void forgetSilentClientsOfDatagrams() throws IOException {
    ports.close();
    Limits impatient =
        new Limits(1, 1, Duration.ofSeconds(1), Duration.ofSeconds(1), Duration.ofSeconds(1));
    ports =
        host.inside(
            () ->
                PublishedPorts.open(
                    loop,
                    List.of(NAMES),
                    MachineSockets.inside(machine.namespace()),
                    NOBODY,
                    impatient));
    udpEcho("127.0.0.1");
    ports.machineAt(addresses("127.0.0.1"));
    try (DatagramSocket client = datagrams("127.0.0.1")) {
      send(client, "127.0.0.1", "hello");
      assertEquals("hello", receive(client));

      awaitLoad(0);

      send(client, "127.0.0.1", "again");
      assertEquals("again", receive(client));
    }
  }

  private void udpEcho(String address) throws IOException {
    DatagramSocket server =
        machine.inside(() -> new DatagramSocket(NAMES.inside(), address(address)));
    opened.add(server);
    start(
        () -> {
          DatagramPacket packet = new DatagramPacket(new byte[65_536], 65_536);
          while (true) {
            packet.setLength(65_536);
            server.receive(packet);
            server.send(packet);
          }
        });
  }

  private DatagramSocket datagrams(String address) throws IOException {
    DatagramSocket client = host.inside(() -> new DatagramSocket(0, address(address)));
    client.setSoTimeout(5000);
    return client;
  }

  private static void send(DatagramSocket client, String address, String text) throws IOException {
    byte[] bytes = text.getBytes();
    client.send(new DatagramPacket(bytes, bytes.length, address(address), NAMES.host()));
  }

  private static String receive(DatagramSocket client) throws IOException {
    DatagramPacket packet = new DatagramPacket(new byte[65_536], 65_536);
    client.receive(packet);
    return new String(packet.getData(), 0, packet.getLength());
  }
}
