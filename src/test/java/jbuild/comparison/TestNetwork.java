package jbuild.comparison;

import java.util.ArrayList;
import java.util.List;
import jbuild.runner.linux.Fd;
import jbuild.runner.linux.NetworkNamespaces;
import jbuild.runner.network.link.Link;
import jbuild.runner.network.link.Links;
import jbuild.runner.network.link.MacAddress;
import jbuild.runner.network.link.NamespaceNetwork;

/**
 * A network of a host, for one machine: a bridge and two links that it may have, which are the ends
 * of one pair.
 */
public final class TestNetwork implements AutoCloseable {
  /** What {@link #links} says when there is no machine. */
  static final List<String> LINKS =
      List.of(
          "lo down",
          "bridge bridge 02:00:00:00:00:01 down",
          "other veth 02:00:00:00:00:03 down",
          "spare veth 02:00:00:00:00:02 down");

  private final Fd namespace = NetworkNamespaces.create();
  private final NamespaceNetwork network = NamespaceNetwork.of(namespace);

  public static TestNetwork open() {
    TestNetwork made = new TestNetwork();
    Links links = made.network.links();
    links.setAddress(links.createBridge("bridge"), new MacAddress(0x0200_0000_0001L));
    links.createVeth(
        "spare",
        new MacAddress(0x0200_0000_0002L),
        new Links.Peer("other", new MacAddress(0x0200_0000_0003L), made.namespace));
    return made;
  }

  /** What stands for its namespace, for programs of this host. */
  String path() {
    return "/proc/" + ProcessHandle.current().pid() + "/fd/" + namespace.number();
  }

  /** Does it in this network. */
  public <T, E extends Exception> T inside(NetworkNamespaces.Work<T, E> work) throws E {
    return NetworkNamespaces.inside(namespace, work);
  }

  Process start(ProcessBuilder program) throws java.io.IOException {
    return inside(program::start);
  }

  /** One line for each: name, kind, address, state, master, further names. */
  List<String> links() {
    List<String> lines = new ArrayList<>();
    for (Link link : network.links().list()) {
      StringBuilder line = new StringBuilder(link.name());
      if (!link.isLoopback()) {
        line.append(' ').append(link.kind()).append(' ');
        link.mac().ifPresent(line::append);
      }
      line.append(link.isUp() ? " up" : " down");
      if (link.master() != 0) {
        line.append(" in ").append(network.links().find(link.master()).orElseThrow().name());
      }
      link.alternatives().forEach(name -> line.append(" also ").append(name));
      lines.add(line.toString());
    }
    return lines;
  }

  @Override
  public void close() {
    network.close();
    namespace.close();
  }
}
