package jbuild.network;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.stream.Stream;
import jbuild.runner.linux.Fd;
import jbuild.runner.linux.Netlink;
import jbuild.runner.linux.NetlinkAnswer;
import jbuild.runner.linux.NetlinkFamily;
import jbuild.runner.linux.NetlinkMessage;
import jbuild.runner.linux.NetworkNamespaces;
import jbuild.runner.network.link.Link;
import jbuild.runner.network.link.LinkAddress;
import jbuild.runner.network.link.NamespaceNetwork;
import jbuild.runner.network.link.Route;

/**
 * All that a machine could leave behind in the network of its host.
 *
 * @param tables of nftables
 * @param settings of the kernel, by their paths below /proc/sys/net
 * @param sockets that wait for others
 * @param files that say what runs, and what others are to leave alone
 */
record NetworkState(
    Set<String> links,
    Set<String> addresses,
    Set<String> routes,
    Set<String> tables,
    Map<String, String> settings,
    Set<String> sockets,
    Set<String> files) {
  private static final Path SETTINGS = Path.of("/proc/sys/net");
  private static final Path NETWORKD = Path.of("/run/systemd/network");

  /** NFT_MSG_GETTABLE of NFNL_SUBSYS_NFTABLES; see {@code linux/netfilter/nf_tables.h}. */
  private static final int GET_TABLE = 10 << Byte.SIZE | 1;

  private static final int GENERIC_HEADER = 4;
  private static final String LISTENING = "0A";
  private static final int STATE_FIELD = 3;

  /** That of a network namespace. */
  static NetworkState of(Fd host, Path runtime) {
    try (NamespaceNetwork network = NamespaceNetwork.of(host)) {
      return new NetworkState(
          links(network),
          addresses(network),
          routes(network),
          tables(host),
          NetworkNamespaces.inside(host, NetworkState::settingsHere),
          NetworkNamespaces.inside(host, NetworkState::socketsHere),
          files(runtime));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** What this state has and the other one has not, and the reverse. */
  List<String> differenceTo(NetworkState other) {
    List<String> difference = new ArrayList<>();
    addMissing("gone: ", lines(), other.lines(), difference);
    addMissing("new: ", other.lines(), lines(), difference);
    return difference;
  }

  private static void addMissing(
      String word, Set<String> wanted, Set<String> there, List<String> difference) {
    for (String line : wanted) {
      if (!there.contains(line)) {
        difference.add(word + line);
      }
    }
  }

  private Set<String> lines() {
    Set<String> lines = new TreeSet<>();
    links.forEach(link -> lines.add("link " + link));
    addresses.forEach(address -> lines.add("address " + address));
    routes.forEach(route -> lines.add("route " + route));
    tables.forEach(table -> lines.add("table " + table));
    settings.forEach((name, value) -> lines.add("setting " + name + "=" + value));
    sockets.forEach(socket -> lines.add("socket " + socket));
    files.forEach(file -> lines.add("file " + file));
    return lines;
  }

  private static Set<String> links(NamespaceNetwork network) {
    Set<String> links = new TreeSet<>();
    for (Link link : network.links().list()) {
      links.add(
          String.join(
              " ",
              link.name(),
              link.kind(),
              String.valueOf(link.alternatives()),
              String.valueOf(link.master()),
              link.isUp() ? "up" : "down"));
    }
    return links;
  }

  /** The kernel takes seconds to make up its mind about those of the link alone. */
  private static Set<String> addresses(NamespaceNetwork network) {
    Set<String> addresses = new TreeSet<>();
    for (LinkAddress address : network.addresses().list()) {
      if (!address.address().isLinkLocalAddress()) {
        addresses.add(address.link() + " " + address.prefix());
      }
    }
    return addresses;
  }

  private static Set<String> routes(NamespaceNetwork network) {
    Set<String> routes = new TreeSet<>();
    for (Route route : network.routes().list()) {
      InetAddress first = route.destination().network();
      if (!first.isLinkLocalAddress() && !first.isMulticastAddress()) {
        routes.add(route.toString());
      }
    }
    return routes;
  }

  private static Set<String> tables(Fd host) {
    return NetworkNamespaces.inside(
        host,
        () -> {
          Set<String> tables = new TreeSet<>();
          try (Netlink netlink = Netlink.open(NetlinkFamily.NETFILTER)) {
            NetlinkMessage all = new NetlinkMessage(GET_TABLE, 0).header8(0).header8(0);
            for (NetlinkAnswer answer : netlink.dump(all.headerBig16(0), "list tables")) {
              tables.add(answer.attributes(GENERIC_HEADER).text(1, ""));
            }
          }
          return tables;
        });
  }

  private static Map<String, String> settingsHere() throws IOException {
    Map<String, String> settings = new TreeMap<>();
    List<Path> files = new ArrayList<>(List.of(SETTINGS.resolve("ipv4/ip_forward")));
    for (String family : List.of("ipv4/conf", "ipv6/conf")) {
      try (Stream<Path> tree = Files.walk(SETTINGS.resolve(family))) {
        tree.filter(Files::isRegularFile).forEach(files::add);
      }
    }
    for (Path file : files) {
      // The kernel shows no secret before there is one.
      if (!file.endsWith("stable_secret")) {
        settings.put(SETTINGS.relativize(file).toString(), Files.readString(file).strip());
      }
    }
    return settings;
  }

  private static Set<String> socketsHere() throws IOException {
    Set<String> sockets = new TreeSet<>();
    // "/proc/net" would be the network of the whole process.
    Path network = Path.of("/proc/thread-self/net");
    for (String protocol : List.of("tcp", "tcp6", "udp", "udp6", "raw", "raw6", "packet")) {
      for (String line : Files.readAllLines(network.resolve(protocol), StandardCharsets.US_ASCII)) {
        String[] fields = line.strip().split(" +");
        // Connections of TCP linger after their end.
        if (!protocol.startsWith("tcp") || fields[STATE_FIELD].equals(LISTENING)) {
          sockets.add(protocol + " " + fields[1] + " " + fields[2]);
        }
      }
    }
    return sockets;
  }

  /** Locks stay: nobody may remove what another one is about to lock. */
  private static Set<String> files(Path runtime) throws IOException {
    Set<String> files = new TreeSet<>();
    for (Path directory : List.of(runtime, NETWORKD)) {
      if (Files.isDirectory(directory)) {
        try (Stream<Path> tree = Files.walk(directory)) {
          tree.filter(path -> !Files.isDirectory(path) || !isEverThere(runtime, path))
              .map(Path::toString)
              .filter(path -> !path.endsWith("lock"))
              // Machines of others come and go.
              .filter(path -> !path.startsWith(NETWORKD.toString()) || path.contains("-after"))
              .forEach(files::add);
        }
      }
    }
    return files;
  }

  private static boolean isEverThere(Path runtime, Path directory) {
    return directory.equals(runtime)
        || directory.equals(NETWORKD)
        || directory.equals(runtime.resolve("machines"))
        || directory.startsWith(runtime.resolve("network"))
            && !directory.getFileName().toString().startsWith("forwarding");
  }
}
