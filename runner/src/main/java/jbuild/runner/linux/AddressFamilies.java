package jbuild.runner.linux;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import jbuild.runner.ExitStatus;
import jbuild.runner.Failure;

/**
 * The families of which a machine may have sockets, as the arguments of {@code
 * --restrict-address-families=} say one after the other.
 *
 * <p>Programs of i386 can also ask for sockets by socketcall(2), which no filter can look into: for
 * them this is no wall, here as in systemd.
 *
 * @param listedOnly whether those listed are the allowed ones, or the forbidden ones
 */
public record AddressFamilies(boolean listedOnly, Set<Integer> listed) {
  static final int AF_VSOCK = 40;
  static final int REFUSED = Decision.errno(Errno.EAFNOSUPPORT);

  private static final AddressFamilies NONE = new AddressFamilies(true, Set.of());

  /** From {@code bits/socket.h}; those of other names follow. */
  private static final String BY_NUMBER =
      "UNIX INET AX25 IPX APPLETALK NETROM BRIDGE ATMPVC X25 INET6 ROSE DECNET NETBEUI SECURITY KEY"
          + " NETLINK PACKET ASH ECONET ATMSVC RDS SNA IRDA PPPOX WANPIPE LLC IB MPLS CAN TIPC"
          + " BLUETOOTH IUCV RXRPC ISDN PHONET IEEE802154 CAIF ALG NFC VSOCK KCM QIPCRTR SMC XDP"
          + " MCTP";

  private static final Map<String, String> ALIASES =
      Map.of("LOCAL", "UNIX", "FILE", "UNIX", "ROUTE", "NETLINK");

  public AddressFamilies {
    listed = Set.copyOf(listed);
  }

  /**
   * What holds after one more argument: {@code AF_} names with spaces between them, to be forbidden
   * where a tilde comes first, {@code none}, or nothing to begin anew. The first list says which
   * kind it is; later ones of the other kind take families away from it.
   */
  public static Optional<AddressFamilies> and(Optional<AddressFamilies> before, String argument) {
    if (argument.isEmpty()) {
      return Optional.empty();
    }
    if (argument.equals("none")) {
      return Optional.of(NONE);
    }
    boolean allows = !argument.startsWith("~");
    Set<Integer> named = new TreeSet<>();
    for (String word : (allows ? argument : argument.substring(1)).trim().split("\\s+")) {
      if (!word.isEmpty()) {
        named.add(number(word));
      }
    }
    if (before.isPresent()) {
      return Optional.of(before.get().and(allows, named));
    }
    return named.isEmpty() ? before : Optional.of(new AddressFamilies(allows, named));
  }

  private AddressFamilies and(boolean allows, Set<Integer> named) {
    Set<Integer> all = new TreeSet<>(listed);
    if (allows == listedOnly) {
      all.addAll(named);
    } else {
      all.removeAll(named);
    }
    return new AddressFamilies(listedOnly, all);
  }

  private static int number(String word) {
    String upper = word.toUpperCase(Locale.ROOT);
    String name = upper.startsWith("AF_") ? upper.substring(3) : "";
    List<String> names = List.of(BY_NUMBER.split(" "));
    int at = names.indexOf(ALIASES.getOrDefault(name, name));
    if (at < 0) {
      throw new Failure(
          ExitStatus.WRONG_USAGE,
          "cannot restrict address families",
          "there is no family called " + word,
          "write names like AF_INET AF_INET6 AF_UNIX, or none; ~ before the first forbids them");
    }
    return at + 1;
  }

  /** What is answered to socket(2), after those checks. */
  Decision decision(List<Decision.Check> before) {
    List<Decision.Check> checks = new ArrayList<>(before);
    for (int family : new TreeSet<>(listed)) {
      checks.add(
          listedOnly
              ? new Decision.Check(List.of(Comparison.equal(0, family)), Decision.ALLOWED)
              : refused(family));
    }
    return new Decision(checks, listedOnly ? REFUSED : Decision.ALLOWED);
  }

  static Decision.Check refused(int family) {
    return new Decision.Check(List.of(Comparison.equal(0, family)), REFUSED);
  }
}
