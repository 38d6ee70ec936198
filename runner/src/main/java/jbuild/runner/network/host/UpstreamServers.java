package jbuild.runner.network.host;

import java.io.IOException;
import java.io.InputStream;
import java.net.Inet6Address;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.NetworkInterface;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.regex.Pattern;
import jbuild.runner.settings.ResolvConf.Origin;

/**
 * The DNS servers that this host asks, as they are now: see resolv.conf(5).
 *
 * <p>The files are read at each question, which costs less than to find out whether they changed.
 */
public final class UpstreamServers {
  private static final int PORT = 53;

  /** More than any resolver asks. */
  private static final int MOST = 8;

  private static final int LONGEST_FILE = 1 << 16;
  private static final String KEYWORD = "nameserver";
  private static final String WHITESPACE = "[ \t]+";

  /** Addresses and nothing else: Java would look up what is none. */
  private static final Pattern ADDRESS =
      Pattern.compile(
          "(25[0-5]|2[0-4]\\d|1?\\d?\\d)(\\.(25[0-5]|2[0-4]\\d|1?\\d?\\d)){3}"
              + "|(?=[^%]*:)[0-9a-fA-F:][0-9a-fA-F:.]*(%\\S+)?");

  /** What systemd-resolved(8) listens on; the second one answers without its own additions. */
  private static final List<String> STUBS = List.of("127.0.0.53", "127.0.0.54");

  private final Path root;

  /** Those of the system below this directory. */
  public UpstreamServers(Path root) {
    this.root = root;
  }

  /**
   * The servers that a process of the host can ask, best first; empty when none is configured.
   *
   * <p>A stub of systemd-resolved comes before the servers behind it: it alone knows which of them
   * is for which domain. They follow, in case it does not run.
   */
  public List<InetSocketAddress> ofHost() {
    List<InetAddress> configured = read(Origin.HOST);
    List<InetAddress> servers = new ArrayList<>(configured);
    if (hasStub(configured)) {
      for (InetAddress behind : read(Origin.UPLINK)) {
        if (!servers.contains(behind)) {
          servers.add(behind);
        }
      }
    }
    List<InetSocketAddress> sockets = new ArrayList<>();
    for (InetAddress server : servers) {
      sockets.add(new InetSocketAddress(server, PORT));
    }
    return List.copyOf(sockets);
  }

  /**
   * The servers that mean the same to a machine with a network of its own; often there are none.
   */
  public List<InetAddress> reachableFromMachine() {
    List<InetAddress> configured = read(Origin.HOST);
    List<InetAddress> reachable = new ArrayList<>();
    for (InetAddress server : hasStub(configured) ? read(Origin.UPLINK) : configured) {
      // Addresses of a link mean something on this link only, and the machine is not on it.
      if (!server.isLoopbackAddress()
          && !server.isAnyLocalAddress()
          && !server.isLinkLocalAddress()) {
        reachable.add(server);
      }
    }
    return List.copyOf(reachable);
  }

  private static boolean hasStub(List<InetAddress> servers) {
    for (InetAddress server : servers) {
      if (STUBS.contains(server.getHostAddress())) {
        return true;
      }
    }
    return false;
  }

  private List<InetAddress> read(Origin origin) {
    List<InetAddress> servers = new ArrayList<>();
    for (String line : text(root.resolve(origin.path())).split("\n")) {
      String[] words = line.strip().split(WHITESPACE);
      if (words.length > 1 && words[0].equals(KEYWORD) && servers.size() < MOST) {
        addServer(words[1], servers);
      }
    }
    return servers;
  }

  private static String text(Path file) {
    try (InputStream input = Files.newInputStream(file)) {
      // Bytes that are no text are no address either.
      return new String(input.readNBytes(LONGEST_FILE), StandardCharsets.ISO_8859_1);
    } catch (IOException e) {
      // A host without the file has no servers.
      return "";
    }
  }

  private static void addServer(String address, List<InetAddress> servers) {
    if (!ADDRESS.matcher(address).matches()) {
      return;
    }
    try {
      Optional<InetAddress> server = parse(address);
      if (server.isPresent() && !servers.contains(server.get())) {
        servers.add(server.get());
      }
    } catch (IOException e) {
      // It only looked like an address: nobody can ask it, and the next one is tried.
    }
  }

  /** Empty when it belongs to a link that is gone. */
  private static Optional<InetAddress> parse(String address) throws IOException {
    int scope = address.indexOf('%');
    if (scope < 0) {
      return Optional.of(InetAddress.getByName(address));
    }
    byte[] bytes = InetAddress.getByName(address.substring(0, scope)).getAddress();
    // By its number, because Java takes the names only of links that have such addresses.
    String name = address.substring(scope + 1);
    Optional<NetworkInterface> link = Optional.ofNullable(NetworkInterface.getByName(name));
    return link.isPresent()
        ? Optional.of(Inet6Address.getByAddress("", bytes, link.get().getIndex()))
        : Optional.empty();
  }
}
