package jbuild.runner.tree;

import java.util.List;

/**
 * A user of a machine; see passwd(5).
 *
 * @param groups all that the user belongs to, beside the first one
 */
public record Account(
    String name, long uid, long gid, List<Long> groups, String home, String shell) {
  /** As every system has it, also one without a user database. */
  public static final Account ROOT = new Account("root", 0, 0, List.of(), "/root", "");

  public Account {
    groups = List.copyOf(groups);
  }

  public boolean isRoot() {
    return uid == 0;
  }

  /** Whether it belongs to no other group either. */
  public boolean isOnlyRoot() {
    return uid == 0 && gid == 0 && groups.isEmpty();
  }

  /** A user that no database knows. */
  public static Account nameless(long uid) {
    return new Account(Long.toString(uid), uid, 0, List.of(), "/", "");
  }

  public Account withIds(long group, List<Long> others) {
    return new Account(name, uid, group, others, home, shell);
  }

  public Account withGroups(List<Long> others) {
    return new Account(name, uid, gid, others, home, shell);
  }
}
