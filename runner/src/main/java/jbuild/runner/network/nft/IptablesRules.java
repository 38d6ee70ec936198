package jbuild.runner.network.nft;

import java.net.InetAddress;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import jbuild.runner.settings.Network.Port;
import jbuild.runner.settings.Network.Port.Protocol;

/**
 * The rules of a gateway for kernels without nf_tables: commands of iptables(8), each with the one
 * that takes it back.
 */
public record IptablesRules(List<Command> commands) {
  /** What is done, and what undoes it; each begins with the name of the program. */
  public record Command(List<String> addition, List<String> removal) {
    public Command {
      addition = List.copyOf(addition);
      removal = List.copyOf(removal);
    }
  }

  public IptablesRules {
    commands = List.copyOf(commands);
  }

  public static IptablesRules of(String machine, GatewayRules rules) {
    List<Command> commands = new ArrayList<>();
    for (GatewayAddress address : rules.addresses()) {
      new Writer(machine, rules, address, commands).write();
    }
    return new IptablesRules(commands);
  }

  /** What undoes all, the last first; to be recorded. */
  public List<List<String>> removals() {
    List<List<String>> removals = new ArrayList<>();
    for (Command command : commands) {
      removals.add(0, command.removal());
    }
    return removals;
  }

  /** Those of one family, of which the host has that address on the link. */
  private record Writer(
      String machine, GatewayRules rules, GatewayAddress host, List<Command> commands) {
    private static final String FORWARD = "FORWARD";
    private static final String DESTINATIONS = "PREROUTING";
    private static final String SOURCES = "POSTROUTING";
    private static final String ACCEPT = "-j ACCEPT";
    private static final String DROP = " -j DROP";

    void write() {
      String link = rules.link();
      String redirected = " -m conntrack --ctstate DNAT ";
      String from = "-s " + text(host.address()) + "/" + host.prefix();
      nat(SOURCES, from + " ! -o " + link + " -j MASQUERADE");
      nat(SOURCES, from + " -o " + link + redirected + "-j MASQUERADE");
      destinations();
      guard();
      // At the end: what it accepts is not rejected any more for another machine.
      rule("filter", "-A", FORWARD, "-i " + link + " ! -o " + link + " " + ACCEPT);
      // Each goes before those that are there: the last one written is asked first.
      forward("! -i " + link + " -o " + link + " -j REJECT");
      forward("-o " + link + redirected + ACCEPT);
      forward("-o " + link + " -m conntrack --ctstate RELATED,ESTABLISHED " + ACCEPT);
      forward("-i " + link + " -o " + link + " " + ACCEPT);
      forward("-i " + link + " ! -o " + link + " ! " + from + DROP);
      if (host.family() == Family.IPV4) {
        rule("filter", "-I", "INPUT", "-i " + link + to(Protocol.UDP, InputRules.DHCP_PORT) + DROP);
      }
    }

    private void destinations() {
      rules.dns().ifPresent(this::nameServer);
      for (InetAddress address : rules.machine()) {
        if (Family.of(address) == host.family()) {
          for (Port port : rules.ports()) {
            nat(
                DESTINATIONS,
                "-m addrtype --dst-type LOCAL"
                    + to(port.protocol(), port.host())
                    + " -j DNAT --to-destination "
                    + place(address, port.inside()));
          }
        }
      }
    }

    private void nameServer(int port) {
      for (Protocol protocol : Protocol.values()) {
        nat(
            DESTINATIONS,
            "-i "
                + rules.link()
                + " -d "
                + text(host.address())
                + to(protocol, GatewayRules.DNS_PORT)
                + " -j DNAT --to-destination "
                + place(host.address(), port));
      }
    }

    private void guard() {
      List<String> uplinks = new ArrayList<>();
      for (GuardedLink guarded : rules.guarded()) {
        if (guarded.family() == host.family()) {
          uplinks.add(guarded.name());
        }
      }
      if (uplinks.isEmpty()) {
        return;
      }
      // Only a chain of its own can say "none of these"; names of chains have less than 29 letters.
      String chain = "jbuild-" + Integer.toHexString(machine.hashCode());
      add("filter", "-N " + chain, "-X " + chain);
      for (String own : GatewayRules.OWN_LINKS) {
        rule("filter", "-A", chain, "-o " + own + "+ -j RETURN");
      }
      rule("filter", "-A", chain, "-j DROP");
      for (String uplink : uplinks) {
        forward("-i " + uplink + " -j " + chain);
      }
    }

    private static String to(Protocol protocol, int port) {
      return " -p " + protocol.name().toLowerCase(Locale.ROOT) + " --dport " + port;
    }

    private String place(InetAddress address, int port) {
      String text = text(address);
      return (host.family() == Family.IPV6 ? "[" + text + "]" : text) + ":" + port;
    }

    private static String text(InetAddress address) {
      return address.getHostAddress();
    }

    private void nat(String chain, String rule) {
      rule("nat", "-A", chain, rule);
    }

    private void forward(String rule) {
      rule("filter", "-I", FORWARD, rule);
    }

    private void rule(String table, String how, String chain, String rule) {
      String marked = chain + " -m comment --comment jbuild-" + machine + " " + rule;
      add(table, how + " " + marked, "-D " + marked);
    }

    private void add(String table, String addition, String removal) {
      commands.add(new Command(words(table, addition), words(table, removal)));
    }

    private List<String> words(String table, String rule) {
      String program = host.family() == Family.IPV6 ? "ip6tables" : "iptables";
      // -w: wait while another one changes the rules.
      return List.of((program + " -w -t " + table + " " + rule).split(" "));
    }
  }
}
