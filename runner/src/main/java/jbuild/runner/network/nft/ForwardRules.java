package jbuild.runner.network.nft;

import java.util.ArrayList;
import java.util.List;

/** What the host passes on. */
record ForwardRules(GatewayRules gateway, Family family, Dialect dialect) {
  List<Rule> all() {
    Rule toMachine = Rule.always().leavesBy(gateway.link());
    List<Rule> rules = new ArrayList<>();
    for (GatewayAddress subnet : gateway.addresses()) {
      if (concerns(subnet.family())) {
        rules.add(
            of(subnet.family())
                .comesFrom(gateway.link())
                .leavesNotBy(gateway.link())
                .comesNotFrom(subnet)
                .then(Expression.DROP));
      }
    }
    rules.add(toMachine.isKnown().then(Expression.ACCEPT));
    rules.add(toMachine.isRedirected().then(Expression.ACCEPT));
    rules.add(
        toMachine
            .comesNotFrom(gateway.link())
            .then(dialect.complete() ? Expression.reject(family) : Expression.DROP));
    for (GuardedLink uplink : gateway.guarded()) {
      if (concerns(uplink.family())) {
        rules.add(
            of(uplink.family())
                .comesFrom(uplink.name())
                .leavesNotByOneOf(GatewayRules.OWN_LINKS)
                .then(Expression.DROP));
      }
    }
    return rules;
  }

  private boolean concerns(Family other) {
    return family == Family.INET || family == other;
  }

  private Rule of(Family other) {
    return family == Family.INET ? Rule.always().isOf(other) : Rule.always();
  }
}
