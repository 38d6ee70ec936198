package jbuild.runner.network;

import java.util.List;
import java.util.Optional;
import jbuild.runner.Failure;
import jbuild.runner.network.nft.ForeignRules;
import jbuild.runner.network.nft.Gateway;
import jbuild.runner.network.nft.GatewayRules;
import jbuild.runner.network.nft.Installation;
import jbuild.runner.network.nft.Iptables;
import jbuild.runner.network.nft.IptablesRules;
import jbuild.runner.network.nft.Obstacle;
import jbuild.runner.network.nft.Passage;
import jbuild.runner.settings.MachineName;

/** The rules of the packet filter by which a machine reaches others, and they its ports. */
final class WayOut {
  private final MachineName name;
  private final Surroundings host;
  private final Held held;

  WayOut(MachineName name, Surroundings host, Held held) {
    this.name = name;
    this.host = host;
    this.held = held;
  }

  /**
   * Opens it as far as the host allows, and says how far that is, where it is not all.
   *
   * @return what can be changed later; commands of iptables cannot
   */
  Optional<Gateway> open(GatewayRules rules) {
    Installation installation = Gateway.open(name.value(), rules);
    if (installation instanceof Installation.Refused refused) {
      withoutTables(rules, refused);
      return Optional.empty();
    }
    Gateway gateway = ((Installation.Installed) installation).gateway();
    held.until(gateway::close);
    if (!gateway.isOwned()) {
      host.record(Remnant.table(name.value()));
    }
    ForeignRules others = ForeignRules.read();
    for (Passage passage : others.passages(rules.link())) {
      open(passage);
    }
    for (Obstacle obstacle : others.obstacles(rules.link())) {
      host.warn(
          obstacle.firewall()
              + " may keep "
              + name
              + " from its network; to let it pass: "
              + obstacle.command());
    }
    return Optional.of(gateway);
  }

  private void open(Passage passage) {
    host.record(Remnant.passage(passage));
    held.until(passage::close);
    try {
      passage.open();
    } catch (Failure failure) {
      // Its owner may be changing it just now.
      host.warn(name + " may reach this host only: " + failure.getMessage());
    }
  }

  private void withoutTables(GatewayRules rules, Installation.Refused refused) {
    String why = refused.why();
    if (refused.missing()) {
      try {
        IptablesRules commands = IptablesRules.of(name.value(), rules);
        for (List<String> removal : commands.removals()) {
          host.record(Remnant.command(removal));
        }
        Iptables iptables = new Iptables();
        iptables.add(commands);
        held.until(() -> iptables.remove(commands.removals()));
        return;
      } catch (Failure failure) {
        why += "; " + failure.why();
      }
    }
    String names = rules.dns().isPresent() ? ", and looks up no names, as port 53 is taken" : "";
    host.warn(
        name
            + " reaches this host, but nothing behind it"
            + names
            + ": no packet filter translates ("
            + why
            + ")");
  }
}
