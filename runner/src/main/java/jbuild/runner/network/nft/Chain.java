package jbuild.runner.network.nft;

import java.util.List;

/**
 * A list of rules that the kernel goes through at one place of a packet's way. What no rule decides
 * passes.
 *
 * @param priority smaller ones are asked first
 */
record Chain(String name, Type type, Hook hook, int priority, List<Rule> rules) {
  /** What rules of a chain may do. */
  enum Type {
    FILTER("filter"),
    NAT("nat");

    private final String word;

    Type(String word) {
      this.word = word;
    }

    String word() {
      return word;
    }
  }

  Chain {
    rules = List.copyOf(rules);
  }

  /** Gives connections other destinations, beside the priority that is usual for that. */
  static Chain destinations(List<Rule> rules) {
    return new Chain("prerouting", Type.NAT, Hook.PREROUTING, -100, rules);
  }

  /** Gives connections other sources. */
  static Chain sources(List<Rule> rules) {
    return new Chain("postrouting", Type.NAT, Hook.POSTROUTING, 100, rules);
  }

  static Chain input(List<Rule> rules) {
    return new Chain("input", Type.FILTER, Hook.INPUT, 0, rules);
  }

  static Chain forward(List<Rule> rules) {
    return new Chain("forward", Type.FILTER, Hook.FORWARD, 0, rules);
  }
}
