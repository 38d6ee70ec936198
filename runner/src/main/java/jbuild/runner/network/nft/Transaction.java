package jbuild.runner.network.nft;

import java.util.ArrayList;
import java.util.List;
import jbuild.runner.linux.Netlink;
import jbuild.runner.linux.NetlinkMessage;

/**
 * Changes of tables that happen all at one moment, or not at all.
 *
 * <p>Messages and attributes are from {@code linux/netfilter/nf_tables.h} and {@code nfnetlink.h}.
 */
final class Transaction {
  private static final int BATCH_BEGIN = 0x10;
  private static final int BATCH_END = 0x11;
  private static final int NEW_TABLE = 0;
  private static final int DELETE_TABLE = 2;
  private static final int NEW_CHAIN = 3;
  private static final int NEW_RULE = 6;
  private static final int DELETE_RULE = 8;

  private static final int NAME = 1;
  private static final int TABLE_FLAGS = 2;
  private static final int OWNER = 2;

  private static final int CHAIN_TABLE = 1;
  private static final int CHAIN_NAME = 3;
  private static final int CHAIN_HOOK = 4;
  private static final int CHAIN_POLICY = 5;
  private static final int CHAIN_TYPE = 7;
  private static final int HOOK_NUMBER = 1;
  private static final int HOOK_PRIORITY = 2;
  private static final int ACCEPT = 1;

  private final List<NetlinkMessage> messages = new ArrayList<>();

  Transaction() {
    messages.add(Subsystem.batch(BATCH_BEGIN));
  }

  /**
   * A table that must not be there yet.
   *
   * @param owned whether it ends with the socket that commits
   */
  Transaction create(Table table, boolean owned) {
    NetlinkMessage message = message(NEW_TABLE, exclusive(), table.family());
    messages.add(message.text(NAME, table.name()).big32(TABLE_FLAGS, owned ? OWNER : 0));
    for (Chain chain : table.chains()) {
      create(table, chain);
    }
    return append(table);
  }

  private void create(Table table, Chain chain) {
    messages.add(
        message(NEW_CHAIN, exclusive(), table.family())
            .text(CHAIN_TABLE, table.name())
            .text(CHAIN_NAME, chain.name())
            .begin(CHAIN_HOOK)
            .big32(HOOK_NUMBER, chain.hook().ordinal())
            .big32(HOOK_PRIORITY, chain.priority())
            .end()
            .big32(CHAIN_POLICY, ACCEPT)
            .text(CHAIN_TYPE, chain.type().word()));
  }

  /** Gives the chains of a table that is there these rules instead of those they have. */
  Transaction refill(Table table) {
    for (Chain chain : table.chains()) {
      messages.add(rule(DELETE_RULE, 0, table.family(), table.name(), chain.name()));
    }
    return append(table);
  }

  private Transaction append(Table table) {
    int flags = NetlinkMessage.CREATE | NetlinkMessage.APPEND;
    for (Chain chain : table.chains()) {
      for (Rule rule : chain.rules()) {
        NetlinkMessage message = rule(NEW_RULE, flags, table.family(), table.name(), chain.name());
        rule.write(message);
        messages.add(message);
      }
    }
    return this;
  }

  Transaction delete(Family family, String table) {
    messages.add(message(DELETE_TABLE, 0, family).text(NAME, table));
    return this;
  }

  /** Before all other rules of the chain. */
  Transaction insert(Family family, String table, String chain, Rule rule) {
    NetlinkMessage message = rule(NEW_RULE, NetlinkMessage.CREATE, family, table, chain);
    rule.write(message);
    messages.add(message);
    return this;
  }

  Transaction delete(Family family, String table, String chain, long handle) {
    messages.add(rule(DELETE_RULE, 0, family, table, chain).big64(RuleAttributes.HANDLE, handle));
    return this;
  }

  /**
   * @param what completes "cannot ..."
   */
  void commit(Netlink netlink, String what) {
    List<NetlinkMessage> batch = new ArrayList<>(messages);
    batch.add(Subsystem.batch(BATCH_END));
    netlink.batch(batch, what);
  }

  private static int exclusive() {
    return NetlinkMessage.CREATE | NetlinkMessage.EXCLUSIVE;
  }

  private static NetlinkMessage rule(
      int type, int flags, Family family, String table, String chain) {
    return message(type, flags, family)
        .text(RuleAttributes.TABLE, table)
        .text(RuleAttributes.CHAIN, chain);
  }

  private static NetlinkMessage message(int type, int flags, Family family) {
    return Subsystem.message(type, flags, family.number());
  }
}
