package jbuild.runner.network.nft;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import jbuild.runner.linux.Errno;
import jbuild.runner.linux.Netlink;
import jbuild.runner.linux.NetlinkAnswer;
import jbuild.runner.linux.NetlinkAttributes;
import jbuild.runner.linux.NetlinkFailure;
import jbuild.runner.linux.NetlinkFamily;
import jbuild.runner.linux.NetlinkMessage;

/**
 * A way through a chain of somebody else's for all that comes from a link or goes there.
 *
 * <p>It outlives the process: it is recorded as its text before it is opened. A comment in the
 * rules makes them findable, also when whoever has the chain has built it anew.
 */
public record Passage(Family family, String table, String chain, String link) {
  private static final int GET_RULE = 7;

  public static Optional<Passage> parse(String text) {
    String[] words = text.split(" ", -1);
    for (Family family : Family.values()) {
      if (words.length == 4 && family.word().equals(words[0])) {
        return Optional.of(new Passage(family, words[1], words[2], words[3]));
      }
    }
    return Optional.empty();
  }

  /** What {@link #parse} understands. */
  public String text() {
    return String.join(" ", family.word(), table, chain, link);
  }

  /**
   * Opens it in the network namespace of this thread. Not more than what iptables knows is used: it
   * shows no table with rules that it cannot read.
   */
  public void open() {
    close();
    Rule rule = Rule.always().commented(comment());
    try (Netlink netlink = Netlink.open(NetlinkFamily.NETFILTER)) {
      new Transaction()
          .insert(family, table, chain, accepting(rule.leavesBy(link)))
          .insert(family, table, chain, accepting(rule.comesFrom(link)))
          .commit(netlink, "let " + link + " through the chain " + chain);
    }
  }

  private static Rule accepting(Rule rule) {
    return rule.then(Expression.COUNTER).then(Expression.ACCEPT);
  }

  /** Closes it; that it is closed already is fine. */
  public void close() {
    try (Netlink netlink = Netlink.open(NetlinkFamily.NETFILTER)) {
      List<Long> handles = handles(netlink);
      if (!handles.isEmpty()) {
        Transaction transaction = new Transaction();
        for (long handle : handles) {
          transaction.delete(family, table, chain, handle);
        }
        transaction.commit(netlink, "close the way through the chain " + chain);
      }
    } catch (NetlinkFailure e) {
      if (e.errno() != Errno.ENOENT) {
        throw e;
      }
    }
  }

  private List<Long> handles(Netlink netlink) {
    NetlinkMessage request = Subsystem.message(GET_RULE, 0, family.number());
    request.text(RuleAttributes.TABLE, table).text(RuleAttributes.CHAIN, chain);
    byte[] mark = RuleAttributes.userData(comment());
    List<Long> handles = new ArrayList<>();
    for (NetlinkAnswer answer : netlink.dump(request, "look into the chain " + chain)) {
      NetlinkAttributes rule = answer.attributes(Subsystem.HEADER);
      // Kernels that are older than the filter send all rules there are.
      if (rule.text(RuleAttributes.TABLE, "").equals(table)
          && rule.text(RuleAttributes.CHAIN, "").equals(chain)
          && Arrays.equals(mark, rule.bytes(RuleAttributes.USER_DATA))) {
        handles.add(rule.big64(RuleAttributes.HANDLE, 0));
      }
    }
    return handles;
  }

  private String comment() {
    return "jbuild " + link;
  }
}
