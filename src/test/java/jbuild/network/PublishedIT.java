package jbuild.network;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.net.DatagramPacket;
import java.net.DatagramSocket;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import jbuild.runner.linux.Fd;
import jbuild.runner.linux.NetworkNamespaces;
import jbuild.runner.network.link.Link;
import jbuild.runner.network.link.NamespaceNetwork;
import jbuild.tools.Finished;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The ports of a machine, published by the host. */
@Tag("root")
class PublishedIT {
  private static final int PATIENCE_MILLIS = 5000;
  private static final int TCP = 8080;
  private static final int UDP = 5300;

  /** Says its name to whoever connects, and repeats every datagram after it. */
  private static final String SERVERS =
      """
      perl -MIO::Socket::IP -e '
        my %here = (LocalHost => "::", V6Only => 0);
        my $tcp = IO::Socket::IP->new(%here, LocalPort => 80, Listen => 9, Proto => "tcp");
        my $udp = IO::Socket::IP->new(%here, LocalPort => 53, Proto => "udp");
        if (fork) {
          close STDIN; close STDOUT; close STDERR;
          $/ = "\\r\\n\\r\\n";
          while (my $client = $tcp->accept) {
            <$client>;
            print $client "tcp of web";
            close $client;
          }
        } else {
          close STDIN; close STDOUT; close STDERR;
          while (defined $udp->recv(my $text, 99)) { $udp->send("udp of web: $text"); }
        }' &
      """;

  @TempDir static Path directory;

  private static SmallInternet internet;
  private static ShellMachine web;

  @BeforeAll
  static void open() {
    internet = SmallInternet.open(directory);
    String tcp = "--port=tcp:" + TCP + ":80";
    String udp = "--port=udp:" + UDP + ":53";
    web = ShellMachine.start(internet, directory, "web", "--network-veth", tcp, udp);
    web.answer(SERVERS);
    web.answer("until ss -ltun | grep -q :80 && ss -ltun | grep -q :53; do :; done");
  }

  @AfterAll
  static void close() {
    web.close();
    internet.close();
  }

  @Test
  void portsAnswerOnTheHostItself() throws IOException {
    assertAnswers(internet.host(), "127.0.0.1", "::1", SmallInternet.HOST, SmallInternet.HOST6);
  }

  @Test
  void portsAnswerAnotherHost() throws IOException {
    assertAnswers(internet.other(), SmallInternet.HOST, SmallInternet.HOST6);
  }

  @Test
  void theMachineItselfAndOthersUseThePortsOfTheHost() {
    try (ShellMachine other = ShellMachine.start(internet, directory, "other", "--network-veth")) {
      for (String host : List.of(SmallInternet.HOST, "[" + SmallInternet.HOST6 + "]")) {
        String fetch = "curl --http0.9 -sS --max-time 5 http://" + host + ":" + TCP;
        assertEquals("tcp of web", other.answer(fetch));
        assertEquals("tcp of web", web.answer(fetch));
      }
    }
  }

  @Test
  void aPortOfAnotherMachineIsRefusedByItsName() throws IOException {
    assertRefused(
        "second",
        "tcp:8080:81",
        """
        error: cannot publish port 8080 (tcp)
          why: machine 'web' has published it
          fix: publish another one, for example --port=tcp:8081:81
        """);
    assertRefused(
        "second",
        "udp:5300:81",
        """
        error: cannot publish port 5300 (udp)
          why: machine 'web' has published it
          fix: publish another one, for example --port=udp:5301:81
        """);
  }

  @Test
  void aPortOfAnotherProgramIsRefusedUntilItIsFree() throws IOException {
    try (ServerSocket program =
        NetworkNamespaces.inside(internet.host(), () -> new ServerSocket(9090))) {
      assertTrue(program.isBound());
      assertRefused(
          "third",
          "tcp:9090:80",
          """
          error: cannot publish port 9090 (tcp)
            why: it is used by another program
            fix: publish another one, for example --port=tcp:9091:80
          """);
    }
    assertEquals("jbuild: http://localhost:9090 -> 80\n", start("third", "tcp:9090:80").errors());
  }

  private static void assertAnswers(Fd from, String... addresses) throws IOException {
    for (String address : addresses) {
      InetAddress host = SmallInternet.address(address);
      assertEquals("tcp of web", tcp(from, new InetSocketAddress(host, TCP)), address);
      assertEquals("udp of web: hello", udp(from, new InetSocketAddress(host, UDP)), address);
    }
  }

  private static String tcp(Fd from, InetSocketAddress to) throws IOException {
    return NetworkNamespaces.inside(
        from,
        () -> {
          try (Socket socket = new Socket()) {
            socket.setSoTimeout(PATIENCE_MILLIS);
            socket.connect(to, PATIENCE_MILLIS);
            socket.getOutputStream().write("GET /\r\n\r\n".getBytes(StandardCharsets.UTF_8));
            return new String(socket.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
          }
        });
  }

  private static String udp(Fd from, InetSocketAddress to) throws IOException {
    return NetworkNamespaces.inside(
        from,
        () -> {
          try (DatagramSocket socket = new DatagramSocket()) {
            socket.setSoTimeout(PATIENCE_MILLIS);
            byte[] question = "hello".getBytes(StandardCharsets.UTF_8);
            socket.send(new DatagramPacket(question, question.length, to));
            DatagramPacket answer = new DatagramPacket(new byte[99], 99);
            socket.receive(answer);
            return new String(answer.getData(), 0, answer.getLength(), StandardCharsets.UTF_8);
          }
        });
  }

  private static void assertRefused(String name, String port, String errors) throws IOException {
    List<String> before = state();
    Finished refused = start(name, port);

    assertEquals(errors, refused.errors());
    assertEquals(3, refused.status());
    assertEquals(before, state());
  }

  private static Finished start(String name, String port) {
    List<String> options = List.of("--network-veth", "--port=" + port);
    List<String> words = ShellMachine.words(name, options, "/bin/true");
    return NetworkNamespaces.inside(internet.host(), () -> Finished.of(internet.program(words)));
  }

  /** The links of the host, and what is written down. */
  private static List<String> state() throws IOException {
    try (NamespaceNetwork host = internet.network();
        Stream<Path> files = Files.walk(internet.runtime())) {
      return Stream.concat(
              host.links().list().stream().map(Link::name),
              files.map(file -> internet.runtime().relativize(file).toString()))
          .sorted()
          .toList();
    }
  }
}
