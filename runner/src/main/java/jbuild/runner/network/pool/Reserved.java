package jbuild.runner.network.pool;

import java.net.Inet4Address;
import java.net.Inet6Address;
import java.util.Optional;
import jbuild.runner.network.link.Prefix;

/**
 * A prefix that a machine, or all those of a zone, have reserved.
 *
 * @param holder "machine NAME" or "zone NAME"
 * @param subnet of a pair or a zone; empty for a machine's address in a zone
 */
record Reserved(Prefix prefix, String holder, Optional<Subnet> subnet) {
  private static final int HEX = 16;
  private static final int LINES_OF_SUBNET = 3;

  static Reserved of(Subnet subnet, String holder) {
    return new Reserved(subnet.ipv4(), holder, Optional.of(subnet));
  }

  static Reserved of(Inet4Address address, String holder) {
    return new Reserved(Prefix.only(address), holder, Optional.empty());
  }

  Taken taken() {
    return new Taken(prefix, "which " + holder + " has");
  }

  String fileName() {
    return prefix.network().getHostAddress() + "-" + prefix.length();
  }

  /** The rest of it. */
  String fileContent() {
    String rest = subnet.map(Reserved::lines).orElse("");
    return holder + "\n" + rest;
  }

  private static String lines(Subnet subnet) {
    long ipv6 = AddressNumbers.prefix((Inet6Address) subnet.ipv6().network());
    return subnet.gateway().getHostAddress() + "\n" + Long.toHexString(ipv6) + "\n";
  }

  /** Empty for a file that is none of ours. */
  static Optional<Reserved> parse(String fileName, String content) {
    String[] words = fileName.split("-");
    String[] lines = content.split("\n");
    if (words.length != 2) {
      return Optional.empty();
    }
    try {
      Prefix prefix = new Prefix(AddressNumbers.ipv4(words[0]), Integer.parseInt(words[1]));
      if (lines.length < LINES_OF_SUBNET) {
        return Optional.of(new Reserved(prefix, lines[0], Optional.empty()));
      }
      Inet6Address ipv6 = AddressNumbers.ipv6(Long.parseUnsignedLong(lines[2], HEX), 0);
      Prefix local = new Prefix(ipv6, Subnet.IPV6_LENGTH);
      return Optional.of(of(new Subnet(prefix, AddressNumbers.ipv4(lines[1]), local), lines[0]));
    } catch (IllegalArgumentException e) {
      return Optional.empty();
    }
  }
}
