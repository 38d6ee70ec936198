package jbuild.runner.network.nft;

import java.net.InetAddress;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.OptionalInt;
import jbuild.runner.settings.Network.Port;

/**
 * What the host does for a machine behind a link of its own.
 *
 * <p>What comes from the machine goes everywhere, in the host's name. To the machine come answers,
 * and what is for a published port; nothing else from other links, wherever it was sent from.
 * Nobody behind the link sends to others in anybody's name but their own.
 *
 * @param link the host's end of the machine's pair, or the bridge of its zone
 * @param addresses of the host on the link
 * @param machine the addresses that published ports lead to, at most one of IPv4 and one of IPv6
 * @param ports that are published
 * @param dns where the name server listens that is asked at port 53 of {@code addresses}; nothing
 *     where it listens there itself
 * @param guarded links by which nothing may reach others than machines
 */
public record GatewayRules(
    String link,
    List<GatewayAddress> addresses,
    List<InetAddress> machine,
    List<Port> ports,
    OptionalInt dns,
    List<GuardedLink> guarded) {
  static final int DNS_PORT = 53;

  /** How the links of machines with a gateway begin: pairs and zones. */
  static final List<String> OWN_LINKS = List.of("ve-", "vz-");

  public GatewayRules {
    Objects.requireNonNull(link);
    addresses = List.copyOf(addresses);
    machine = List.copyOf(machine);
    ports = List.copyOf(ports);
    Objects.requireNonNull(dns);
    guarded = List.copyOf(guarded);
  }

  List<Table> tables(String name, Dialect dialect) {
    List<Table> tables = new ArrayList<>();
    for (Family family : dialect.families()) {
      Chain destinations = Chain.destinations(new DestinationRules(this, family, dialect).all());
      Chain sources = Chain.sources(new SourceRules(this, family).all());
      Chain forward = Chain.forward(new ForwardRules(this, family, dialect).all());
      Chain input = Chain.input(new InputRules(this, family).all());
      tables.add(new Table(family, name, List.of(destinations, sources, input, forward)));
    }
    return tables;
  }
}
