package jbuild.runner.network.nft;

import java.util.ArrayList;
import java.util.List;

/** What the host passes on. */
record ForwardRules(GatewayRules gateway, Family family, Dialect dialect) {
  List<Rule> all() {
    Rule toMachine = Rule.always().leavesBy(gateway.link());
    List<Rule> rules = new ArrayList<>();
    rules.add(toMachine.isKnown().then(Expression.ACCEPT));
    rules.add(toMachine.isRedirected().then(Expression.ACCEPT));
    rules.add(
        toMachine
            .comesNotFrom(gateway.link())
            .then(dialect.complete() ? Expression.reject(family) : Expression.DROP));
    for (String uplink : gateway.guarded()) {
      rules.add(
          Rule.always()
              .comesFrom(uplink)
              .leavesNotByOneOf(GatewayRules.OWN_LINKS)
              .then(Expression.DROP));
    }
    return rules;
  }
}
