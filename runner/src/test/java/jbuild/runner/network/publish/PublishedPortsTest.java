package jbuild.runner.network.publish;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.BindException;
import java.net.DatagramSocket;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.SocketException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import java.util.stream.Stream;
import jbuild.runner.Failure;
import jbuild.runner.settings.Network.Port;
import jbuild.runner.settings.Network.Port.Protocol;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

@Tag("root")
class PublishedPortsTest extends PortsOfMachine {
  @Test
  void leadIntoTheMachineFromBothFamilies() throws IOException {
    echo("127.0.0.1");
    ports.machineAt(addresses("127.0.0.1"));

    assertEquals("hello", talk("127.0.0.1", "hello"));
    assertEquals("hello", talk("::1", "hello"));
  }

  @Test
  void tryTheAddressesOfTheClientsFamilyFirstAndThenTheOthers() throws IOException {
    echo("::1");
    ports.machineAt(addresses("127.0.0.1", "::1"));

    assertEquals("hello", talk("127.0.0.1", "hello"));
    assertEquals("hello", talk("::1", "hello"));
  }

  @Test
  void letConnectionsWaitForTheAddress() throws Exception {
    echo("127.0.0.1");
    try (Socket client = connect("127.0.0.1")) {
      client.getOutputStream().write("early".getBytes());
      client.shutdownOutput();

      ports.machineAt(addresses("127.0.0.1"));

      assertEquals("early", new String(client.getInputStream().readAllBytes()));
    }
  }

  @Test
  void endConnectionsWhenNoAddressComesInTime() throws IOException {
    try (Socket client = connect("127.0.0.1")) {
      assertThrows(SocketException.class, () -> client.getInputStream().read());
    }
  }

  @Test
  void resetConnectionsThatNobodyTakes() throws IOException {
    ports.machineAt(addresses("127.0.0.1", "::1"));
    try (Socket client = connect("127.0.0.1")) {
      assertThrows(SocketException.class, () -> client.getInputStream().read());
    }
  }

  @Test
  void followTheMachineToAnotherAddress() throws IOException {
    echo("127.0.0.5");
    ports.machineAt(addresses("127.0.0.4"));
    try (Socket client = connect("127.0.0.1")) {
      assertThrows(SocketException.class, () -> client.getInputStream().read());
    }

    ports.machineAt(addresses("127.0.0.5"));

    assertEquals("hello", talk("127.0.0.1", "hello"));
  }

  @Test
  void reachAMachineInTheSameNamespaceAsWell() throws IOException {
    Port other = new Port(Protocol.TCP, 8081, 8082);
    PublishedPorts direct = published(MachineSockets.OF_LOOP, other);
    opened.add(direct);
    direct.machineAt(addresses("127.0.0.1"));
    ServerSocket server = host.inside(() -> new ServerSocket(8082, 1, address("127.0.0.1")));
    opened.add(server);
    try (Socket client = host.inside(() -> new Socket("::1", 8081));
        Socket taken = server.accept()) {
      taken.getOutputStream().write(7);

      assertEquals(7, client.getInputStream().read());
    }
  }

  @Test
  void passTheEndOfEachDirectionOn() throws Exception {
    ServerSocket server = server("127.0.0.1");
    ports.machineAt(addresses("127.0.0.1"));
    try (Socket client = connect("127.0.0.1");
        Socket taken = server.accept()) {
      client.getOutputStream().write(1);
      client.shutdownOutput();

      assertArrayEquals(new byte[] {1}, taken.getInputStream().readAllBytes());
      taken.getOutputStream().write(2);
      assertEquals(2, client.getInputStream().read());
      taken.shutdownOutput();
      assertEquals(-1, client.getInputStream().read());
    }
  }

  @Test
  void passAResetOn() throws Exception {
    ServerSocket server = server("127.0.0.1");
    ports.machineAt(addresses("127.0.0.1"));
    try (Socket client = connect("127.0.0.1")) {
      Socket taken = server.accept();
      taken.setSoLinger(true, 0);
      taken.close();

      assertThrows(SocketException.class, () -> client.getInputStream().read());
    }
  }

  @Test
  void carryMuchInBothDirectionsAtOnce() throws Exception {
    echo("127.0.0.1");
    ports.machineAt(addresses("127.0.0.1"));
    byte[] content = new byte[5_000_000];
    new Random(3).nextBytes(content);
    try (Socket client = connect("::1")) {
      CompletableFuture<byte[]> back = CompletableFuture.supplyAsync(() -> readAll(client));

      client.getOutputStream().write(content);
      client.shutdownOutput();

      assertTrue(Arrays.equals(content, back.get()));
    }
  }

  @Test
  void slowASenderDownWhoseReceiverDoesNotRead() throws Exception {
    ServerSocket server = server("127.0.0.1");
    ports.machineAt(addresses("127.0.0.1"));
    try (Socket client = connect("127.0.0.1");
        Socket taken = server.accept()) {
      AtomicLong sent = new AtomicLong();
      CountDownLatch all = new CountDownLatch(1);
      Thread sender = new Thread(() -> sendMuch(client, sent, all));
      sender.start();
      long before = -1;
      // Until nothing moves any more: what fits in between is the kernel's affair.
      while (sent.get() != before) {
        before = sent.get();
        all.await(200, TimeUnit.MILLISECONDS);
      }

      assertTrue(before < 40_000_000, "sent without being read: " + before);
      assertEquals(60_000_000, taken.getInputStream().readAllBytes().length);
      sender.join();
    }
  }

  @Test
  void serveMoreClientsThanTheLimitOneAfterTheOther() throws Exception {
    echo("127.0.0.1");
    ports.machineAt(addresses("127.0.0.1"));
    List<Socket> clients = new ArrayList<>();
    for (int count = 0; count < 150; count++) {
      clients.add(connect("127.0.0.1"));
    }
    for (Socket client : clients) {
      client.getOutputStream().write('x');
      client.shutdownOutput();
      assertEquals('x', client.getInputStream().read());
      client.close();
    }

    assertEquals("hello", talk("127.0.0.1", "hello"));
  }

  @Test
  void leaveNothingBehindAfterManyConnections() throws Exception {
    echo("127.0.0.1");
    ports.machineAt(addresses("127.0.0.1"));
    Random random = new Random(7);
    talk("127.0.0.1", "first");
    awaitLoad(0);
    long before = descriptors();

    host.inside(
        () -> {
          for (int count = 0; count < CONNECTIONS; count++) {
            connectAndLeave(random);
          }
          return random;
        });

    awaitLoad(0);
    assertTrue(descriptors() <= before + 3, descriptors() + " descriptors after " + before);
    assertEquals("hello", talk("127.0.0.1", "hello"));
  }

  @Test
  void sayWhichMachineHasAPort() {
    PortOwners owners = port -> port.equals(WEB) ? Optional.of("shop") : Optional.empty();

    Failure byMachine = assertThrows(Failure.class, () -> publishAgain(owners, WEB));
    Failure byProgram = assertThrows(Failure.class, () -> publishAgain(owners, NAMES));

    assertEquals("cannot publish port 8080 (tcp)", byMachine.what());
    assertEquals("machine 'shop' has published it", byMachine.why());
    assertEquals("publish another one, for example --port=tcp:8081:80", byMachine.fix());
    assertEquals("cannot publish port 5300 (udp)", byProgram.what());
    assertEquals("it is used by another program", byProgram.why());
  }

  @Test
  void arePublishedAllOrNone() throws IOException {
    assertThrows(Failure.class, () -> publishAgain(NOBODY, new Port(Protocol.TCP, 9000, 1), WEB));

    host.inside(() -> new ServerSocket(9000)).close();
  }

  @Test
  void areFreeAtTheEnd() throws IOException {
    echo("127.0.0.1");
    ports.machineAt(addresses("127.0.0.1"));
    talk("127.0.0.1", "hello");
    assertThrows(BindException.class, () -> host.inside(() -> new DatagramSocket(5300)).close());

    ports.close();

    published(MachineSockets.OF_LOOP, WEB, NAMES).close();
  }

  /** A sample of what was tried with ten thousand. */
  private static final int CONNECTIONS = Integer.getInteger("jbuild.test.connections", 1000);

  private static void sendMuch(Socket client, AtomicLong sent, CountDownLatch all) {
    try {
      byte[] block = new byte[100_000];
      for (int count = 0; count < 600; count++) {
        client.getOutputStream().write(block);
        sent.addAndGet(block.length);
      }
      client.shutdownOutput();
      all.countDown();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static void connectAndLeave(Random random) throws IOException {
    try (Socket client = new Socket("127.0.0." + (1 + random.nextInt(100)), WEB.host())) {
      int kind = random.nextInt(4);
      if (kind > 0) {
        client.getOutputStream().write(new byte[1 + random.nextInt(3000)]);
      }
      if (kind > 1) {
        client.shutdownOutput();
      }
      if (kind > 2) {
        client.getInputStream().readAllBytes();
      } else {
        client.setSoLinger(random.nextBoolean(), 0);
      }
    }
  }

  private static long descriptors() throws IOException {
    try (Stream<Path> files = Files.list(Path.of("/proc/self/fd"))) {
      return files.count();
    }
  }

  private void publishAgain(PortOwners owners, Port... wanted) {
    host.inside(() -> PublishedPorts.open(loop, List.of(wanted), MachineSockets.OF_LOOP, owners))
        .close();
  }

  private static byte[] readAll(Socket socket) {
    try {
      return socket.getInputStream().readAllBytes();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
