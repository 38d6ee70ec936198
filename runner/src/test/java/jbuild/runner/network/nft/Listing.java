package jbuild.runner.network.nft;

import java.util.HexFormat;
import java.util.List;
import java.util.StringJoiner;
import jbuild.runner.linux.Fd;
import jbuild.runner.linux.Netlink;
import jbuild.runner.linux.NetlinkAnswer;
import jbuild.runner.linux.NetlinkAttributes;
import jbuild.runner.linux.NetlinkFamily;
import jbuild.runner.linux.NetworkNamespaces;

/** The rules of a namespace as its kernel has them, in words like those of {@code nft}. */
final class Listing {
  private static final List<String> META =
      List.of(
          "", "", "", "", "", "", "iifname", "oifname", "", "", "", "", "", "", "", "nfproto",
          "l4proto");

  private Listing() {}

  static String tables(Fd namespace) {
    StringJoiner lines = new StringJoiner("\n");
    for (NetlinkAnswer answer : dump(namespace, 1)) {
      NetlinkAttributes table = answer.attributes(4);
      lines.add(
          family(answer) + table.text(1, "") + (table.big32(2, 0) == 2 ? " flags owner" : ""));
    }
    return lines.toString();
  }

  static String rules(Fd namespace) {
    StringJoiner lines = new StringJoiner("\n");
    for (NetlinkAnswer answer : dump(namespace, 7)) {
      NetlinkAttributes rule = answer.attributes(4);
      StringJoiner words = new StringJoiner(" ");
      words.add(family(answer) + rule.text(1, "") + " " + rule.text(2, "") + ":");
      for (NetlinkAttributes element : rule.nested(4).all(1)) {
        words.add(words(element.text(1, ""), element.nested(2)));
      }
      lines.add(words.toString());
    }
    return lines.toString();
  }

  private static List<NetlinkAnswer> dump(Fd namespace, int type) {
    return NetworkNamespaces.inside(
        namespace,
        () -> {
          try (Netlink netlink = Netlink.open(NetlinkFamily.NETFILTER)) {
            return netlink.dump(Subsystem.message(type, 0, 0), "list");
          }
        });
  }

  private static String family(NetlinkAnswer answer) {
    return Family.numbered(answer.header8(0)).orElseThrow().word() + " ";
  }

  private static String words(String name, NetlinkAttributes data) {
    return switch (name) {
      case "meta" -> META.get(data.big32(2, 0));
      case "ct" -> data.big32(2, -1) == 0 ? "ct-state" : "ct-status";
      case "cmp" -> (data.big32(2, -1) == 0 ? "== " : "!= ") + hex(data.nested(3).bytes(1));
      case "bitwise" -> "& " + hex(data.nested(4).bytes(1));
      case "payload" ->
          (data.big32(2, 0) == 1 ? "ip+" : "th+") + data.big32(3, 0) + ":" + data.big32(4, 0);
      case "fib" -> "fib(" + data.big32(2, 0) + "," + data.big32(3, 0) + ")";
      case "immediate" -> immediate(data);
      case "nat" ->
          "nat(%d,%d,%d,%d)"
              .formatted(data.big32(1, 0), data.big32(2, 0), data.big32(3, 0), data.big32(5, 0));
      case "reject" -> "reject(" + data.big32(1, 0) + "," + data.u8(2, 0) + ")";
      default -> name;
    };
  }

  private static String immediate(NetlinkAttributes data) {
    if (data.big32(1, -1) == 0) {
      return switch (data.nested(2).nested(2).big32(1, -1)) {
        case 0 -> "drop";
        case 1 -> "accept";
        default -> "jump";
      };
    }
    return "reg" + data.big32(1, 0) + "=" + hex(data.nested(2).bytes(1));
  }

  /** Names are texts, all else is numbers. */
  private static String hex(byte[] bytes) {
    boolean text = bytes.length > 2 && bytes[0] >= 'a' && bytes[1] >= '0';
    return text ? new String(bytes).replace("\0", "") : HexFormat.of().formatHex(bytes);
  }
}
