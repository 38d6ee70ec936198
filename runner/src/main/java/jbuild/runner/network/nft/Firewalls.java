package jbuild.runner.network.nft;

import java.util.ArrayList;
import java.util.List;

/**
 * Recognises firewalls by the chains they make, and knows what to tell each of them.
 *
 * <p>Names are those of Docker's page "Packet filtering and firewalls", of ufw-framework(8) and of
 * firewalld's backend for nftables.
 */
record Firewalls(ForeignRules rules, String link) {
  private static final String DOCKER = "DOCKER-USER";

  static boolean isDockers(ForeignChain chain) {
    return isOfIptables(chain) && chain.name().equals(DOCKER);
  }

  private static boolean isOfIptables(ForeignChain chain) {
    return chain.table().equals("filter")
        && (chain.family() == Family.IPV4 || chain.family() == Family.IPV6);
  }

  List<Obstacle> obstacles() {
    List<Obstacle> obstacles = new ArrayList<>();
    if (hasFirewalld()) {
      obstacles.add(
          new Obstacle("firewalld", "firewall-cmd --zone=trusted --add-interface=" + link));
    }
    boolean ufw = hasUfw();
    if (ufw) {
      obstacles.add(
          new Obstacle(
              "ufw",
              "ufw allow in on %1$s && ufw route allow in on %1$s && ufw route allow out on %1$s"
                  .formatted(link)));
    }
    for (ForeignChain chain : rules.chains()) {
      boolean named = chain.table().equals("firewalld") || ufw && isOfIptables(chain);
      if (!named && drops(chain)) {
        obstacles.add(isOfIptables(chain) ? iptables(chain) : nftables(chain));
      }
    }
    if (rules.legacy().contains("filter")) {
      obstacles.add(new Obstacle("iptables-legacy", forward("iptables-legacy")));
    }
    return List.copyOf(obstacles);
  }

  private boolean hasFirewalld() {
    for (ForeignChain chain : rules.chains()) {
      if (chain.table().equals("firewalld")) {
        return true;
      }
    }
    return false;
  }

  /** Its chains stay behind when it is switched off: only then nothing drops. */
  private boolean hasUfw() {
    boolean chains = false;
    boolean drops = false;
    for (ForeignChain chain : rules.chains()) {
      if (isOfIptables(chain)) {
        chains |= chain.name().startsWith("ufw-") || chain.name().startsWith("ufw6-");
        drops |= drops(chain);
      }
    }
    return chains && drops;
  }

  private boolean drops(ForeignChain chain) {
    boolean concerns =
        chain.family() == Family.INET
            || chain.family() == Family.IPV4
            || chain.family() == Family.IPV6;
    boolean passed = isOfIptables(chain) && hasDockers(chain.family());
    return concerns && (chain.dropsAt(Hook.INPUT) || !passed && chain.dropsAt(Hook.FORWARD));
  }

  private boolean hasDockers(Family family) {
    for (ForeignChain chain : rules.chains()) {
      if (chain.family() == family && isDockers(chain)) {
        return true;
      }
    }
    return false;
  }

  private Obstacle iptables(ForeignChain chain) {
    String program = chain.family() == Family.IPV4 ? "iptables" : "ip6tables";
    boolean input = chain.dropsAt(Hook.INPUT);
    return new Obstacle(
        program, input ? program + " -I INPUT -i " + link + " -j ACCEPT" : forward(program));
  }

  private String forward(String program) {
    return "%1$s -I FORWARD -i %2$s -j ACCEPT && %1$s -I FORWARD -o %2$s -j ACCEPT"
        .formatted(program, link);
  }

  private Obstacle nftables(ForeignChain chain) {
    String place = String.join(" ", chain.family().word(), chain.table(), chain.name());
    String from = "nft insert rule " + place + " iifname " + link + " accept";
    String to = "nft insert rule " + place + " oifname " + link + " accept";
    return new Obstacle("nftables", chain.dropsAt(Hook.INPUT) ? from : from + " && " + to);
  }
}
