package jbuild.runner.network.nft;

import java.util.ArrayList;
import java.util.List;

/** Which connections go on in the host's name. */
record SourceRules(GatewayRules gateway, Family family) {
  List<Rule> all() {
    List<Rule> rules = new ArrayList<>();
    for (GatewayAddress subnet : gateway.addresses()) {
      if (family == Family.INET || family == subnet.family()) {
        rules.add(from(subnet).leavesNotBy(gateway.link()).then(Expression.MASQUERADE));
        // A machine that uses a published port of its own zone would get the answer directly, from
        // an address it has never asked.
        rules.add(from(subnet).leavesBy(gateway.link()).isRedirected().then(Expression.MASQUERADE));
      }
    }
    return rules;
  }

  private Rule from(GatewayAddress subnet) {
    Rule rule = Rule.always();
    return (family == Family.INET ? rule.isOf(subnet.family()) : rule).comesFrom(subnet);
  }
}
