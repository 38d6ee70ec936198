package jbuild.runner.machine;

import java.net.InetAddress;
import java.net.UnknownHostException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import jbuild.runner.network.Reach;
import jbuild.runner.settings.Network.Port;

/** How a machine is reached, in its record: words between spaces. */
final class ReachText {
  private static final String ZONE = "ZONE";
  private static final String ADDRESSES = "ADDRESSES";
  private static final String PORTS = "PORTS";

  private ReachText() {}

  /** The keys that say something. */
  static Map<String, String> of(Reach reach) {
    Map<String, String> values = new LinkedHashMap<>();
    if (reach.zone().isPresent()) {
      values.put(ZONE, reach.zone().get());
    }
    List<String> addresses = new ArrayList<>();
    for (InetAddress address : reach.addresses()) {
      addresses.add(address.getHostAddress());
    }
    put(values, ADDRESSES, addresses);
    List<String> ports = new ArrayList<>();
    for (Port port : reach.ports()) {
      String protocol = port.protocol().name().toLowerCase(Locale.ROOT);
      ports.add(protocol + ":" + port.host() + ":" + port.inside());
    }
    put(values, PORTS, ports);
    return values;
  }

  private static void put(Map<String, String> values, String key, List<String> words) {
    if (!words.isEmpty()) {
      values.put(key, String.join(" ", words));
    }
  }

  /**
   * The same back.
   *
   * @throws IllegalArgumentException when another program has written it
   */
  static Reach parse(Map<String, String> values) {
    List<InetAddress> addresses = new ArrayList<>();
    for (String word : words(values, ADDRESSES)) {
      addresses.add(address(word));
    }
    List<Port> ports = new ArrayList<>();
    for (String word : words(values, PORTS)) {
      String[] fields = word.split(":", -1);
      if (fields.length != 3) {
        throw new IllegalArgumentException("no port: " + word);
      }
      ports.add(
          new Port(
              Port.Protocol.valueOf(fields[0].toUpperCase(Locale.ROOT)),
              Integer.parseInt(fields[1]),
              Integer.parseInt(fields[2])));
    }
    return new Reach(Optional.ofNullable(values.get(ZONE)), addresses, ports);
  }

  private static List<String> words(Map<String, String> values, String key) {
    String text = values.getOrDefault(key, "");
    return text.isEmpty() ? List.of() : List.of(text.split(" "));
  }

  private static InetAddress address(String word) {
    try {
      // In figures: no name is looked up.
      return InetAddress.getByName(word);
    } catch (UnknownHostException e) {
      throw new IllegalArgumentException("no address: " + word, e);
    }
  }
}
