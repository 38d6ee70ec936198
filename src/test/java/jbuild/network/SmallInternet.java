package jbuild.network;

import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.UnknownHostException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import jbuild.runner.linux.Fd;
import jbuild.runner.linux.NetworkNamespaces;
import jbuild.runner.network.link.Link;
import jbuild.runner.network.link.LinkAddress;
import jbuild.runner.network.link.Links;
import jbuild.runner.network.link.MacAddress;
import jbuild.runner.network.link.NamespaceNetwork;
import jbuild.runner.network.link.Route;

/**
 * A host, another host, and the router between them with a web server and a name server: each in a
 * network namespace, so that nothing outside of them is touched.
 *
 * <p>Nobody but the host knows a way to its machines: they reach others only in its name.
 */
final class SmallInternet implements AutoCloseable {
  static final String HOST = "192.0.2.2";
  static final String HOST6 = "2001:db8::2";
  static final String WEB = "198.51.100.7";
  static final String WEB6 = "2001:db8:7::7";
  static final String PAGE = "hello from far away";

  private static final String ROUTER = "192.0.2.1";
  private static final String ROUTER6 = "2001:db8::1";

  private final Fd host = NetworkNamespaces.create();
  private final Fd router = NetworkNamespaces.create();
  private final Fd other = NetworkNamespaces.create();
  private final HttpServer web;
  private final NameServer names;
  private final Path directory;

  private SmallInternet(Path directory) throws IOException {
    this.directory = directory;
    join(host, ROUTER, ROUTER6, HOST, HOST6, 1);
    join(other, "203.0.113.1", "2001:db8:3::1", "203.0.113.2", "2001:db8:3::2", 2);
    try (NamespaceNetwork network = NamespaceNetwork.of(router)) {
      Link loopback = network.links().find("lo").orElseThrow();
      network.links().setUp(loopback);
      add(network, loopback, WEB, 32);
      add(network, loopback, WEB6, 128);
    }
    sysctl("net/ipv4/ip_forward");
    sysctl("net/ipv6/conf/all/forwarding");
    web =
        NetworkNamespaces.inside(
            router,
            () -> {
              HttpServer server = HttpServer.create(new InetSocketAddress(80), 0);
              server.createContext(
                  "/",
                  exchange -> {
                    byte[] page = (PAGE + "\n").getBytes(StandardCharsets.UTF_8);
                    exchange.sendResponseHeaders(200, page.length);
                    try (var body = exchange.getResponseBody()) {
                      body.write(page);
                    }
                  });
              server.start();
              return server;
            });
    names = NetworkNamespaces.inside(router, () -> NameServer.start(address(ROUTER)));
    Files.writeString(directory.resolve("resolv.conf"), "nameserver " + ROUTER + "\n");
  }

  /**
   * All of it, until it is closed.
   *
   * @param directory for files of the host
   */
  static SmallInternet open(Path directory) {
    try {
      return new SmallInternet(directory);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private void sysctl(String name) throws IOException {
    NetworkNamespaces.inside(
        router, () -> Files.writeString(Path.of("/proc/sys").resolve(name), "1"));
  }

  /** A link between the router and somebody, who sends everything that way. */
  private void join(Fd whom, String here, String here6, String there, String there6, int number) {
    try (NamespaceNetwork near = NamespaceNetwork.of(router);
        NamespaceNetwork far = NamespaceNetwork.of(whom)) {
      Links.Peer peer = new Links.Peer("eth0", new MacAddress(0x0200_0000_0100L + number), whom);
      Link end =
          near.links().createVeth("to" + number, new MacAddress(0x0200_0000_0200L + number), peer);
      Link link = far.links().find("eth0").orElseThrow();
      near.links().setUp(end);
      far.links().setUp(link);
      far.links().setUp(far.links().find("lo").orElseThrow());
      add(near, end, here, 24);
      add(near, end, here6, 64);
      add(far, link, there, 24);
      add(far, link, there6, 64);
      // The kernel's own are of no use until it has looked for duplicates, and neighbours of those
      // whose packets are passed on are not found without.
      add(near, end, "fe80::1", 64);
      add(far, link, "fe80::2", 64);
      far.routes().add(Route.everywhere(link, address(here)));
      far.routes().add(Route.everywhere(link, address(here6)));
    }
  }

  private static void add(NamespaceNetwork network, Link link, String text, int length) {
    InetAddress address = address(text);
    boolean ipv4 = address.getAddress().length == Integer.BYTES;
    network.addresses().add(link, address, length, ipv4 ? 0 : LinkAddress.NO_DUPLICATE_DETECTION);
  }

  static InetAddress address(String text) {
    try {
      return InetAddress.getByName(text);
    } catch (UnknownHostException e) {
      throw new IllegalArgumentException(text, e);
    }
  }

  Fd host() {
    return host;
  }

  /** A host that is not on the link of the first one. */
  Fd other() {
    return other;
  }

  /** The links of the host. */
  NamespaceNetwork network() {
    return NamespaceNetwork.of(host);
  }

  /** Where the host's jbuild writes down what runs. */
  Path runtime() {
    return directory.resolve("run");
  }

  /** A program that sees the network, and the name servers, of the host. */
  ProcessBuilder program(List<String> command) {
    List<String> words = new ArrayList<>(List.of("unshare", "--mount", "/bin/sh", "-c"));
    words.add("mount --bind \"$0\" /etc/resolv.conf && exec \"$@\"");
    words.add(directory.resolve("resolv.conf").toString());
    words.addAll(command);
    ProcessBuilder program = new ProcessBuilder(words);
    program.environment().put("JBUILD_RUNTIME", runtime().toString());
    return program;
  }

  /** Starts it on the host. */
  Process start(ProcessBuilder program) {
    try {
      return NetworkNamespaces.inside(host, program::start);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  @Override
  public void close() {
    web.stop(0);
    names.close();
    host.close();
    other.close();
    router.close();
  }
}
