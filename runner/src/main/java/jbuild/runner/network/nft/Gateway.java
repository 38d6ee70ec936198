package jbuild.runner.network.nft;

import java.util.List;
import java.util.Optional;
import jbuild.runner.linux.Errno;
import jbuild.runner.linux.Netlink;
import jbuild.runner.linux.NetlinkFailure;
import jbuild.runner.linux.NetlinkFamily;
import jbuild.runner.linux.SyscallFailure;

/**
 * The rules of one machine, in a table of its own.
 *
 * <p>Where the kernel can do it they end with the process, however that ends; where it cannot, the
 * next start {@linkplain #collect collects} them.
 */
public final class Gateway implements AutoCloseable {
  private static final String PREFIX = "jbuild-";
  private static final String SET_UP = "set up the packet filter";
  private static final List<Family> FAMILIES = List.of(Family.INET, Family.IPV4, Family.IPV6);

  private final Netlink netlink;
  private final String table;
  private final Dialect dialect;

  private Gateway(Netlink netlink, String table, Dialect dialect) {
    this.netlink = netlink;
    this.table = table;
    this.dialect = dialect;
  }

  /**
   * Has the rules in the network namespace of this thread.
   *
   * @param machine its name. What may be left of a dead process that served it is replaced
   */
  public static Installation open(String machine, GatewayRules rules) {
    return open(machine, rules, Dialect.BEST_FIRST);
  }

  static Installation open(String machine, GatewayRules rules, List<Dialect> dialects) {
    Netlink netlink;
    try {
      netlink = Netlink.open(NetlinkFamily.NETFILTER);
    } catch (SyscallFailure e) {
      return new Installation.Refused(e.why(), e.errno() != Errno.EPERM);
    }
    boolean kept = false;
    try {
      Installation installation = install(netlink, PREFIX + machine, rules, dialects);
      kept = installation instanceof Installation.Installed;
      return installation;
    } finally {
      if (!kept) {
        netlink.close();
      }
    }
  }

  private static Installation install(
      Netlink netlink, String table, GatewayRules rules, List<Dialect> dialects) {
    Optional<Installation> refused = Optional.empty();
    for (Dialect dialect : dialects) {
      try {
        create(netlink, table, rules, dialect);
        return new Installation.Installed(new Gateway(netlink, table, dialect));
      } catch (NetlinkFailure e) {
        if (e.errno() == Errno.EPERM) {
          return refused(e);
        }
        refused = refused.or(() -> Optional.of(refused(e)));
      }
    }
    return refused.orElseThrow();
  }

  /** The kernel takes milliseconds for what fails too: only what is in the way is deleted. */
  private static void create(Netlink netlink, String table, GatewayRules rules, Dialect dialect) {
    try {
      transaction(table, rules, dialect).commit(netlink, SET_UP);
    } catch (NetlinkFailure e) {
      if (e.errno() != Errno.EEXIST) {
        throw e;
      }
      delete(netlink, table);
      transaction(table, rules, dialect).commit(netlink, SET_UP);
    }
  }

  private static Transaction transaction(String table, GatewayRules rules, Dialect dialect) {
    Transaction transaction = new Transaction();
    for (Table made : rules.tables(table, dialect)) {
      transaction.create(made, dialect.owned());
    }
    return transaction;
  }

  private static Installation refused(NetlinkFailure e) {
    return new Installation.Refused(e.why(), e.errno() != Errno.EPERM);
  }

  /** Replaces all rules at one moment, for example because the machine has another address now. */
  public synchronized void replace(GatewayRules rules) {
    Transaction transaction = new Transaction();
    for (Table made : rules.tables(table, dialect)) {
      transaction.refill(made);
    }
    transaction.commit(netlink, "change the packet filter");
  }

  /** Whether published ports lead to the machine; else somebody has to pass on what they get. */
  public boolean publishes() {
    return dialect.complete();
  }

  /** Whether the rules end with this process, however that ends. */
  public boolean isOwned() {
    return dialect.owned();
  }

  /** As in {@code nft list table inet NAME}. */
  public String table() {
    return table;
  }

  /**
   * Deletes what a dead process has left of a machine's rules, in the network namespace of this
   * thread. Those of a living process stay, where the kernel knows its owner.
   */
  public static void collect(String machine) {
    try (Netlink netlink = Netlink.open(NetlinkFamily.NETFILTER)) {
      delete(netlink, PREFIX + machine);
    } catch (NetlinkFailure | SyscallFailure e) {
      // Nothing is there where nothing can be made.
    }
  }

  private static void delete(Netlink netlink, String table) {
    for (Family family : FAMILIES) {
      try {
        new Transaction().delete(family, table).commit(netlink, "delete the table " + table);
      } catch (NetlinkFailure e) {
        if (e.errno() != Errno.ENOENT) {
          throw e;
        }
      }
    }
  }

  @Override
  public synchronized void close() {
    try (netlink) {
      if (!dialect.owned()) {
        delete(netlink, table);
      }
    }
  }
}
