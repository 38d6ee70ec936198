package jbuild.runner.network.nft;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.List;
import java.util.Optional;
import jbuild.runner.linux.Fd;
import jbuild.runner.linux.NetworkNamespaces;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

class ForeignRulesTest {
  private static final ForeignChain DOCKER_USER = chain(Family.IPV4, "filter", "DOCKER-USER");
  private static final ForeignChain FORWARD =
      dropping(Family.IPV4, "filter", "FORWARD", Hook.FORWARD);
  private static final ForeignChain INPUT = dropping(Family.IPV4, "filter", "INPUT", Hook.INPUT);

  @Test
  void findsNothingInTheWayWhereNobodyDrops() {
    assertEquals(List.of(), obstacles(passing("FORWARD", Hook.FORWARD), DOCKER_USER));
  }

  @Test
  void namesWhatFirewalldIsToBeTold() {
    assertEquals(
        List.of(new Obstacle("firewalld", "firewall-cmd --zone=trusted --add-interface=ve-web")),
        obstacles(
            chain(Family.INET, "firewalld", "filter_FWD_public"),
            dropping(Family.INET, "firewalld", "filter_FORWARD", Hook.FORWARD)));
  }

  @Test
  void namesWhatUfwIsToBeTold() {
    assertEquals(
        List.of(
            new Obstacle(
                "ufw",
                "ufw allow in on ve-web && ufw route allow in on ve-web"
                    + " && ufw route allow out on ve-web")),
        obstacles(INPUT, FORWARD, chain(Family.IPV4, "filter", "ufw-before-forward")));
  }

  @Test
  void leavesUfwAloneThatIsSwitchedOff() {
    assertEquals(
        List.of(),
        obstacles(
            passing("INPUT", Hook.INPUT), chain(Family.IPV4, "filter", "ufw-before-forward")));
  }

  @Test
  void namesWhatIptablesIsToBeTold() {
    assertEquals(
        List.of(
            new Obstacle("iptables", "iptables -I INPUT -i ve-web -j ACCEPT"),
            new Obstacle(
                "iptables",
                "iptables -I FORWARD -i ve-web -j ACCEPT"
                    + " && iptables -I FORWARD -o ve-web -j ACCEPT")),
        obstacles(INPUT, FORWARD));
  }

  @Test
  void hasAWayThroughDockersForwardingButNotThroughItsInput() {
    ForeignRules rules = new ForeignRules(List.of(INPUT, FORWARD, DOCKER_USER), List.of());

    assertEquals(
        List.of(new Passage(Family.IPV4, "filter", "DOCKER-USER", "ve-web")),
        rules.passages("ve-web"));
    assertEquals(
        List.of(new Obstacle("iptables", "iptables -I INPUT -i ve-web -j ACCEPT")),
        rules.obstacles("ve-web"));
  }

  @Test
  void knowsThatDockersWayIsForOneFamilyOnly() {
    assertEquals(
        List.of(
            new Obstacle(
                "ip6tables",
                "ip6tables -I FORWARD -i ve-web -j ACCEPT"
                    + " && ip6tables -I FORWARD -o ve-web -j ACCEPT")),
        obstacles(FORWARD, DOCKER_USER, dropping(Family.IPV6, "filter", "FORWARD", Hook.FORWARD)));
  }

  @Test
  void namesWhatNftablesIsToBeTold() {
    assertEquals(
        List.of(
            new Obstacle("nftables", "nft insert rule inet mine in iifname ve-web accept"),
            new Obstacle(
                "nftables",
                "nft insert rule inet mine fwd iifname ve-web accept"
                    + " && nft insert rule inet mine fwd oifname ve-web accept")),
        obstacles(
            dropping(Family.INET, "mine", "in", Hook.INPUT),
            dropping(Family.INET, "mine", "fwd", Hook.FORWARD),
            dropping(Family.BRIDGE, "mine", "fwd", Hook.FORWARD)));
  }

  @Test
  void namesTheOldIptablesWhichNobodyCanLookInto() {
    assertEquals(
        List.of(
            new Obstacle(
                "iptables-legacy",
                "iptables-legacy -I FORWARD -i ve-web -j ACCEPT"
                    + " && iptables-legacy -I FORWARD -o ve-web -j ACCEPT")),
        new ForeignRules(List.of(), List.of("nat", "filter")).obstacles("ve-web"));
  }

  @Test
  @Tag("root")
  void readsTheChainsOfANamespaceWithTheirPlaces() {
    try (Fd namespace = NetworkNamespaces.create()) {
      ForeignRules rules =
          NetworkNamespaces.inside(
              namespace,
              () -> {
                new ForeignTables()
                    .table(Family.INET, "firewalld")
                    .chain(Family.INET, "firewalld", "filter_INPUT", Hook.INPUT, false)
                    .chain(Family.INET, "firewalld", "filter_IN_public")
                    .table(Family.IPV6, "filter")
                    .chain(Family.IPV6, "filter", "FORWARD", Hook.FORWARD, true)
                    .make();
                return ForeignRules.read();
              });

      assertEquals(
          new ForeignRules(
              List.of(
                  new ForeignChain(
                      Family.INET,
                      "firewalld",
                      "filter_INPUT",
                      Optional.of(new ForeignChain.Place("filter", Hook.INPUT, 0, false))),
                  chain(Family.INET, "firewalld", "filter_IN_public"),
                  dropping(Family.IPV6, "filter", "FORWARD", Hook.FORWARD)),
              List.of()),
          rules);
    }
  }

  private static List<Obstacle> obstacles(ForeignChain... chains) {
    return new ForeignRules(List.of(chains), List.of()).obstacles("ve-web");
  }

  private static ForeignChain chain(Family family, String table, String name) {
    return new ForeignChain(family, table, name, Optional.empty());
  }

  private static ForeignChain dropping(Family family, String table, String name, Hook hook) {
    return new ForeignChain(
        family, table, name, Optional.of(new ForeignChain.Place("filter", hook, 0, true)));
  }

  private static ForeignChain passing(String name, Hook hook) {
    return new ForeignChain(
        Family.IPV4, "filter", name, Optional.of(new ForeignChain.Place("filter", hook, 0, false)));
  }
}
