package jbuild.runner.network.host;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import jbuild.runner.Reasons;

/**
 * Lets the host forward between a machine's link and its uplinks; see ip-sysctl of the kernel's
 * documentation.
 *
 * <p>IPv4 asks the link by which a packet comes. IPv6 asks that only where Linux is 6.17 or newer;
 * else there is one switch for all links, which also has them forget the routers that they know by
 * advertisements, and listen to no more of those, unless {@code accept_ra} is 2.
 */
final class Opening {
  private static final String IPV4 = "ipv4";
  private static final String IPV6 = "ipv6";
  private static final String ON = "1";
  private static final String OFF = "0";
  private static final String ALWAYS = "2";
  private static final String DEFAULT = "default";

  private final ChangedSysctls changes;
  private final boolean hasSwitches;
  private final List<String> refused = new ArrayList<>();
  private Optional<IOException> reason = Optional.empty();

  /**
   * @param hasSwitches whether there is a switch of IPv6 for each link
   */
  Opening(ChangedSysctls changes, boolean hasSwitches) {
    this.changes = changes;
    this.hasSwitches = hasSwitches;
  }

  static boolean kernelHasSwitches() {
    return Sysctls.value(forced(DEFAULT)).isPresent();
  }

  private static String setting(String family, String link, String name) {
    return family + "/conf/" + link + "/" + name;
  }

  private static String forwarding(String family, String link) {
    return setting(family, link, "forwarding");
  }

  private static String forced(String link) {
    return setting(IPV6, link, "force_forwarding");
  }

  private static String advertisements(String link) {
    return setting(IPV6, link, "accept_ra");
  }

  /** The machine's link, which is ours: nothing of it needs to be given back. */
  void ours(String link) {
    attempt(forwarding(IPV4, link), ON);
    attempt(setting(IPV4, link, "accept_redirects"), OFF);
    if (Sysctls.value(forwarding(IPV6, link)).isPresent()) {
      // Whoever rules the machine could otherwise make it the host's router.
      attempt(advertisements(link), OFF);
      attempt(setting(IPV6, link, "accept_redirects"), OFF);
      if (hasSwitches) {
        attempt(forced(link), ON);
        beRouter(link);
      }
    }
  }

  /** Without this the host tells its neighbours on the link that it is no router after all. */
  private void beRouter(String link) {
    if (Sysctls.is(forwarding(IPV6, link), ON)) {
      return;
    }
    Set<String> kept = new TreeSet<>();
    try {
      // Also the switch of a single link has all others forget their routers.
      for (String other : listening(link)) {
        change(advertisements(other), ALWAYS);
        kept.add(advertisements(other));
      }
      attempt(forwarding(IPV6, link), ON);
    } finally {
      changes.restore(kept);
    }
  }

  private static List<String> listening(String except) {
    List<String> listening = new ArrayList<>();
    for (String link : Sysctls.links(IPV6)) {
      boolean other = !link.equals(except) && !link.equals(DEFAULT) && !Uplinks.isOfMachine(link);
      if (other && Sysctls.is(advertisements(link), ON)) {
        listening.add(link);
      }
    }
    return listening;
  }

  void uplinks(Uplinks uplinks) {
    for (String link : uplinks.ipv4()) {
      change(forwarding(IPV4, link), ON);
    }
    if (uplinks.ipv6().isEmpty() || Sysctls.is(forwarding(IPV6, "all"), ON)) {
      return;
    }
    if (hasSwitches) {
      for (String link : uplinks.ipv6()) {
        change(forced(link), ON);
      }
    } else {
      everywhere();
    }
  }

  /** Changed in this order, they are given back in the other: nothing is forgotten either way. */
  private void everywhere() {
    for (String link : listening("")) {
      if (Sysctls.is(forwarding(IPV6, link), OFF)) {
        change(advertisements(link), ALWAYS);
      }
    }
    for (String link : Sysctls.links(IPV6)) {
      if (!Uplinks.isOfMachine(link) && Sysctls.is(forwarding(IPV6, link), ON)) {
        changes.keep(forwarding(IPV6, link), ON);
      }
    }
    change(forwarding(IPV6, "all"), ON);
  }

  private void attempt(String name, String value) {
    try {
      if (!Sysctls.is(name, value)) {
        Sysctls.set(name, value);
      }
    } catch (IOException e) {
      refuse(name, e);
    }
  }

  private void change(String name, String value) {
    try {
      changes.set(name, value);
    } catch (IOException e) {
      refuse(name, e);
    }
  }

  private void refuse(String name, IOException e) {
    refused.add(name);
    reason = Optional.of(e);
  }

  /** What could not be done, in one line. */
  Optional<String> complaint() {
    if (refused.isEmpty()) {
      return Optional.empty();
    }
    String more = refused.size() == 1 ? "" : " and " + (refused.size() - 1) + " more like it";
    return Optional.of(
        "the machine may reach this host only: cannot set "
            + Sysctls.path(refused.get(0))
            + more
            + ": "
            + reason.map(Reasons::of).orElse("")
            + "; mount /proc/sys writable");
  }

  static boolean forwards4(String link) {
    return Sysctls.is(forwarding(IPV4, link), ON);
  }

  boolean forwards6(String link) {
    return hasSwitches && Sysctls.is(forced(link), ON) || Sysctls.is(forwarding(IPV6, "all"), ON);
  }

  Guarded guarded(Uplinks uplinks) {
    List<String> ipv4 = new ArrayList<>();
    for (String link : uplinks.ipv4()) {
      if (isOpened(forwarding(IPV4, link))) {
        ipv4.add(link);
      }
    }
    List<String> ipv6 = new ArrayList<>();
    if (hasSwitches) {
      for (String link : uplinks.ipv6()) {
        if (isOpened(forced(link))) {
          ipv6.add(link);
        }
      }
    } else if (changes.of(forwarding(IPV6, "all")).isPresent()) {
      for (String link : Sysctls.links(IPV6)) {
        boolean ours = Uplinks.isOfMachine(link) || link.equals(DEFAULT) || link.equals("lo");
        if (!ours && changes.of(forwarding(IPV6, link)).isEmpty()) {
          ipv6.add(link);
        }
      }
    }
    return new Guarded(ipv4, ipv6);
  }

  private boolean isOpened(String name) {
    Optional<ChangedSysctls.Change> change = changes.of(name);
    return change.isPresent() && !change.get().isOvertaken();
  }
}
