package jbuild.runner.network.nft;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import jbuild.runner.linux.Netlink;
import jbuild.runner.linux.NetlinkAnswer;
import jbuild.runner.linux.NetlinkAttributes;
import jbuild.runner.linux.NetlinkFailure;
import jbuild.runner.linux.NetlinkFamily;
import jbuild.runner.linux.NetlinkMessage;
import jbuild.runner.linux.SyscallFailure;

/**
 * The packet filters that others have set up in a network namespace.
 *
 * @param chains of nf_tables, those of the program {@code iptables} among them
 * @param legacy names of the tables that the old way of iptables has, which nobody can look into
 */
public record ForeignRules(List<ForeignChain> chains, List<String> legacy) {
  private static final Path LEGACY = Path.of("/proc/thread-self/net/ip_tables_names");

  private static final int GET_CHAIN = 4;
  private static final int CHAIN_TABLE = 1;
  private static final int CHAIN_NAME = 3;
  private static final int CHAIN_HOOK = 4;
  private static final int CHAIN_POLICY = 5;
  private static final int CHAIN_TYPE = 7;
  private static final int HOOK_NUMBER = 1;
  private static final int HOOK_PRIORITY = 2;
  private static final int DROP = 0;
  private static final int ACCEPT = 1;

  public ForeignRules {
    chains = List.copyOf(chains);
    legacy = List.copyOf(legacy);
  }

  /** Those in the network namespace of this thread. None where the kernel shows none. */
  public static ForeignRules read() {
    return new ForeignRules(readChains(), readLegacy());
  }

  private static List<ForeignChain> readChains() {
    List<ForeignChain> chains = new ArrayList<>();
    try (Netlink netlink = Netlink.open(NetlinkFamily.NETFILTER)) {
      NetlinkMessage request = Subsystem.message(GET_CHAIN, 0, 0);
      for (NetlinkAnswer answer : netlink.dump(request, "look at the packet filter")) {
        Family.numbered(answer.header8(0))
            .ifPresent(family -> chains.add(chain(family, answer.attributes(Subsystem.HEADER))));
      }
    } catch (NetlinkFailure | SyscallFailure e) {
      return List.of(); // No nf_tables: then nobody has chains.
    }
    return chains;
  }

  private static ForeignChain chain(Family family, NetlinkAttributes chain) {
    NetlinkAttributes position = chain.nested(CHAIN_HOOK);
    Optional<Hook> hook =
        chain.has(CHAIN_HOOK) && family != Family.ARP && family != Family.NETDEV
            ? Hook.numbered(position.big32(HOOK_NUMBER, -1))
            : Optional.empty();
    return new ForeignChain(
        family,
        chain.text(CHAIN_TABLE, ""),
        chain.text(CHAIN_NAME, ""),
        hook.map(
            place ->
                new ForeignChain.Place(
                    chain.text(CHAIN_TYPE, ""),
                    place,
                    position.big32(HOOK_PRIORITY, 0),
                    chain.big32(CHAIN_POLICY, ACCEPT) == DROP)));
  }

  private static List<String> readLegacy() {
    try {
      return Files.readAllLines(LEGACY);
    } catch (IOException e) {
      return List.of(); // A kernel without the old way.
    }
  }

  /** The ways through docker's chains that a link needs: there is a place in them for others. */
  public List<Passage> passages(String link) {
    List<Passage> passages = new ArrayList<>();
    for (ForeignChain chain : chains) {
      if (Firewalls.isDockers(chain)) {
        passages.add(new Passage(chain.family(), chain.table(), chain.name(), link));
      }
    }
    return passages;
  }

  /** What may stop a link's packets and is not ours to change. */
  public List<Obstacle> obstacles(String link) {
    return new Firewalls(this, link).obstacles();
  }
}
