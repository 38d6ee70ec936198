package jbuild.runner.network;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import jbuild.runner.Failure;
import jbuild.runner.network.device.Pair;
import jbuild.runner.network.device.Zones;
import jbuild.runner.network.link.Link;
import jbuild.runner.network.nft.Gateway;
import jbuild.runner.network.nft.Iptables;
import jbuild.runner.network.nft.Passage;

/**
 * Something of a machine's network that is still there when its supervisor was killed.
 *
 * @param kind what it is
 * @param text which one, in one line
 */
public record Remnant(Kind kind, String text) {
  private static final String SEPARATOR = "\t";

  /** What can be left. */
  public enum Kind {
    /** The pair of a machine, which the kernel takes a moment to remove. */
    PAIR,
    /** A zone's bridge, to be removed when no machine uses it any more. */
    BRIDGE,
    /** A way through the chain of another firewall. */
    PASSAGE,
    /** A machine's table, where the kernel does not remove it itself. */
    TABLE,
    /** What undoes a rule of iptables: a command. */
    COMMAND
  }

  static Remnant pair(Link outside) {
    return new Remnant(Kind.PAIR, outside.index() + SEPARATOR + outside.name());
  }

  static Remnant bridge(String name) {
    return new Remnant(Kind.BRIDGE, name);
  }

  /** Of the machine of this name. */
  static Remnant table(String machine) {
    return new Remnant(Kind.TABLE, machine);
  }

  static Remnant passage(Passage passage) {
    return new Remnant(Kind.PASSAGE, passage.text());
  }

  static Remnant command(List<String> words) {
    return new Remnant(Kind.COMMAND, String.join(SEPARATOR, words));
  }

  /** What {@link #parse} understands. */
  public String line() {
    return kind + " " + text;
  }

  /** Empty for what is no remnant: a line that was cut short, perhaps. */
  public static Optional<Remnant> parse(String line) {
    for (Kind kind : Kind.values()) {
      if (line.startsWith(kind + " ")) {
        return Optional.of(new Remnant(kind, line.substring(kind.name().length() + 1)));
      }
    }
    return Optional.empty();
  }

  /** Removes it from this thread's network; that it is gone already is fine. */
  void remove() {
    switch (kind) {
      case PAIR -> removePair(text.split(SEPARATOR, 2));
      case BRIDGE -> Zones.removeUnused(text);
      case PASSAGE -> Passage.parse(text).ifPresent(Passage::close);
      case TABLE -> Gateway.collect(text);
      case COMMAND -> new Iptables().remove(List.of(List.of(text.split(SEPARATOR))));
    }
  }

  private static void removePair(String[] indexAndName) {
    // Of a line that was cut short the name is missing, or another.
    if (indexAndName.length == 2) {
      Pair.removeLeft(Integer.parseInt(indexAndName[0]), indexAndName[1]);
    }
  }

  /**
   * Removes all of them from this thread's network.
   *
   * @throws Failure when one of them could not be removed; the others are nevertheless
   */
  public static void remove(List<String> lines) {
    List<Failure> failures = new ArrayList<>();
    for (String line : lines) {
      try {
        parse(line).ifPresent(Remnant::remove);
      } catch (Failure failure) {
        failures.add(failure);
      }
    }
    if (!failures.isEmpty()) {
      throw failures.get(0);
    }
  }
}
