package jbuild.runner.nspawn;

import java.net.Inet4Address;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.util.List;
import jbuild.runner.Numbers;
import jbuild.runner.settings.Network.Link;
import jbuild.runner.settings.Network.Port;

/** Names of network devices, and ports. */
final class NetworkValue {
  /** IFNAMSIZ and ALTIFNAMSIZ of linux/if.h, less the zero at the end. */
  private static final int LONGEST = 15;

  private static final int LONGEST_ALTERNATIVE = 127;
  private static final long LAST_PORT = 65535;

  private NetworkValue() {}

  /** The second name is what the device is called inside: empty when the text does not say. */
  static Link link(String option, String text) {
    int colon = text.indexOf(':');
    String host = colon < 0 ? text : text.substring(0, colon);
    String inside = colon < 0 ? "" : text.substring(colon + 1);
    if (!isName(host, LONGEST_ALTERNATIVE) || colon >= 0 && !isName(inside, LONGEST)) {
      throw notAName(option, text);
    }
    return new Link(host, inside);
  }

  static Link pair(String option, String text) {
    Link link = link(option, text);
    if (link.host().length() > LONGEST) {
      throw notAName(option, text);
    }
    return link.inside().isEmpty() ? new Link(link.host(), link.host()) : link;
  }

  static String bridge(String option, String text) {
    if (!isName(text, LONGEST)) {
      throw notAName(option, text);
    }
    return text;
  }

  /** The bridge of a zone is called vz- and its name. */
  static String zone(String option, String text) {
    if (!isWord(text) || !isName("vz-" + text, LONGEST)) {
      throw BadValue.of(
          option, text, "it names no zone", "take at most 12 letters, digits, dashes, dots");
    }
    return text;
  }

  /** Other characters mean something in files and commands that bridges are named in. */
  private static boolean isWord(String text) {
    for (int i = 0; i < text.length(); i++) {
      char c = text.charAt(i);
      boolean letter = c >= 'a' && c <= 'z' || c >= 'A' && c <= 'Z' || c >= '0' && c <= '9';
      if (!letter && c != '-' && c != '_' && c != '.') {
        return false;
      }
    }
    return !text.isEmpty();
  }

  static Port port(String option, String text) {
    List<String> fields = List.of(text.split(":", -1));
    boolean named = fields.get(0).equals("tcp") || fields.get(0).equals("udp");
    Port.Protocol protocol = fields.get(0).equals("udp") ? Port.Protocol.UDP : Port.Protocol.TCP;
    List<String> numbers = named ? fields.subList(1, fields.size()) : fields;
    if (numbers.isEmpty() || numbers.size() > 2) {
      throw notAPort(option, text);
    }
    int host = number(option, text, numbers.get(0));
    return new Port(
        protocol, host, numbers.size() == 1 ? host : number(option, text, numbers.get(1)));
  }

  /** An address in figures: no name is looked up. */
  static InetAddress address(String option, String text) {
    boolean figures = !text.isEmpty();
    for (int i = 0; i < text.length(); i++) {
      char c = text.charAt(i);
      figures &= c == '.' || c == ':' || Character.digit(c, 16) >= 0;
    }
    if (figures && (text.indexOf(':') >= 0 || isDotted(text))) {
      try {
        return InetAddress.getByName(text);
      } catch (UnknownHostException e) {
        throw notAnAddress(option, text);
      }
    }
    throw notAnAddress(option, text);
  }

  /** An address that a machine can have. */
  static Inet4Address machineAddress(String option, String text) {
    if (address(option, text) instanceof Inet4Address found
        && !found.isLoopbackAddress()
        && !found.isMulticastAddress()
        && !found.isAnyLocalAddress()) {
      return found;
    }
    throw BadValue.of(
        option,
        text,
        "no machine can have it",
        "take an IPv4 address of a private network, such as 10.10.0.2");
  }

  private static boolean isDotted(String text) {
    String[] numbers = text.split("\\.", -1);
    boolean dotted = numbers.length == 4;
    for (String number : numbers) {
      dotted &= Numbers.decimal(number).orElse(256) <= 255;
    }
    return dotted;
  }

  private static RuntimeException notAnAddress(String option, String text) {
    return BadValue.of(
        option, text, "it is no address", "write it in figures, such as 192.0.2.1 or 2001:db8::1");
  }

  private static int number(String option, String text, String digits) {
    long number = Numbers.decimal(digits).orElse(0);
    if (number < 1 || number > LAST_PORT) {
      throw notAPort(option, text);
    }
    return (int) number;
  }

  private static boolean isName(String text, int longest) {
    if (text.isEmpty() || text.length() > longest || text.equals(".") || text.equals("..")) {
      return false;
    }
    boolean digits = true;
    for (int i = 0; i < text.length(); i++) {
      char c = text.charAt(i);
      if (c <= ' ' || c >= 127 || c == ':' || c == '/' || c == '%') {
        return false;
      }
      digits &= c >= '0' && c <= '9';
    }
    return !digits && !text.equals("all") && !text.equals("default");
  }

  private static RuntimeException notAName(String option, String text) {
    return BadValue.of(
        option,
        text,
        "it names no network device",
        "take at most 15 letters, digits, dashes, dots and underscores");
  }

  private static RuntimeException notAPort(String option, String text) {
    return BadValue.of(
        option, text, "it is no port", "write [tcp:|udp:]PORT[:PORT], with numbers up to 65535");
  }
}
