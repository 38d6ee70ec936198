package jbuild.runner.network.nft;

import java.net.InetAddress;
import java.util.ArrayList;
import java.util.List;
import jbuild.runner.settings.Network.Port;
import jbuild.runner.settings.Network.Port.Protocol;

/** Which connections get another destination. */
record DestinationRules(GatewayRules gateway, Family family, Dialect dialect) {
  List<Rule> all() {
    List<Rule> rules = new ArrayList<>();
    gateway.dns().ifPresent(port -> nameServer(rules, port));
    // Without a look at the host's addresses, ports of everybody else would lead here too.
    if (dialect.complete()) {
      for (InetAddress machine : gateway.machine()) {
        if (concerns(machine)) {
          published(rules, machine);
        }
      }
    }
    return rules;
  }

  private void nameServer(List<Rule> rules, int port) {
    for (GatewayAddress address : gateway.addresses()) {
      if (concerns(address.address())) {
        for (Protocol protocol : Protocol.values()) {
          rules.add(
              of(address.address())
                  .comesFrom(gateway.link())
                  .goesTo(address.address())
                  .goesToPort(protocol, GatewayRules.DNS_PORT)
                  .redirect(address.address(), port));
        }
      }
    }
  }

  private void published(List<Rule> rules, InetAddress machine) {
    for (Port port : gateway.ports()) {
      rules.add(
          of(machine)
              .goesToThisHost()
              .goesToPort(port.protocol(), port.host())
              .redirect(machine, port.inside()));
    }
  }

  private boolean concerns(InetAddress address) {
    return family == Family.INET || family == Family.of(address);
  }

  private Rule of(InetAddress address) {
    Rule rule = Rule.always();
    return family == Family.INET ? rule.isOf(Family.of(address)) : rule;
  }
}
