package jbuild.runner.network.publish;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import jbuild.runner.network.OwnNetwork;
import jbuild.runner.network.loop.EventLoop;
import jbuild.runner.settings.Network.Port;
import jbuild.runner.settings.Network.Port.Protocol;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;

/** A host and a machine, each with a network of its own, and ports published between them. */
abstract class PortsOfMachine {
  static final Port WEB = new Port(Protocol.TCP, 8080, 80);
  static final Port NAMES = new Port(Protocol.UDP, 5300, 53);
  static final Limits FEW =
      new Limits(100, 3, Duration.ofMillis(300), Duration.ofSeconds(3), Duration.ofMinutes(1));

  static final PortOwners NOBODY = port -> Optional.empty();

  final OwnNetwork host = new OwnNetwork();
  final OwnNetwork machine = new OwnNetwork();
  final EventLoop loop = host.inside(() -> EventLoop.start("ports"));
  final List<AutoCloseable> opened = new ArrayList<>();
  PublishedPorts ports;

  @BeforeEach
  void publish() {
    ports = published(MachineSockets.inside(machine.namespace()), WEB, NAMES);
  }

  @AfterEach
  void end() throws Exception {
    for (AutoCloseable each : opened) {
      each.close();
    }
    ports.close();
    loop.close();
    host.close();
    machine.close();
  }

  void awaitLoad(int load) {
    long end = System.nanoTime() + Duration.ofSeconds(10).toNanos();
    while (ports.load() != load && System.nanoTime() < end) {
      Thread.onSpinWait();
    }
    assertEquals(load, ports.load());
  }

  PublishedPorts published(MachineSockets sockets, Port... wanted) {
    return host.inside(() -> PublishedPorts.open(loop, List.of(wanted), sockets, NOBODY, FEW));
  }

  String talk(String address, String text) throws IOException {
    try (Socket client = connect(address)) {
      client.getOutputStream().write(text.getBytes());
      client.shutdownOutput();
      return new String(client.getInputStream().readAllBytes());
    }
  }

  Socket connect(String address) throws IOException {
    Socket client = host.inside(() -> new Socket(address, WEB.host()));
    client.setSoTimeout(5000);
    return client;
  }

  ServerSocket server(String address) throws IOException {
    ServerSocket server =
        machine.inside(() -> new ServerSocket(WEB.inside(), 200, address(address)));
    opened.add(server);
    return server;
  }

  void echo(String address) throws IOException {
    ServerSocket server = server(address);
    start(
        () -> {
          while (true) {
            Socket taken = server.accept();
            start(() -> echo(taken));
          }
        });
  }

  static void echo(Socket taken) throws IOException {
    try (taken) {
      InputStream input = taken.getInputStream();
      OutputStream output = taken.getOutputStream();
      input.transferTo(output);
    }
  }

  interface Work {
    void run() throws IOException;
  }

  static void start(Work work) {
    Thread thread =
        new Thread(
            () -> {
              try {
                work.run();
              } catch (IOException e) {
                // The other side, or the test, is over.
              }
            },
            "machine");
    thread.setDaemon(true);
    thread.start();
  }

  static List<InetAddress> addresses(String... texts) throws IOException {
    List<InetAddress> addresses = new ArrayList<>();
    for (String text : texts) {
      addresses.add(address(text));
    }
    return addresses;
  }

  static InetAddress address(String text) throws IOException {
    return InetAddress.getByName(text);
  }
}
