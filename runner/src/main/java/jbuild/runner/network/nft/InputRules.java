package jbuild.runner.network.nft;

import java.util.List;
import jbuild.runner.settings.Network.Port.Protocol;

/** What the host itself does not hear. */
record InputRules(GatewayRules gateway, Family family) {
  static final int DHCP_PORT = 67;

  /**
   * The machine's DHCP server takes what it answers from the link itself. The host has nobody at
   * that port, and would tell the machine so when it asks for more time.
   */
  List<Rule> all() {
    if (family == Family.IPV6) {
      return List.of();
    }
    Rule rule = family == Family.INET ? Rule.always().isOf(Family.IPV4) : Rule.always();
    return List.of(
        rule.comesFrom(gateway.link()).goesToPort(Protocol.UDP, DHCP_PORT).then(Expression.DROP));
  }
}
