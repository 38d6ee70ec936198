package jbuild.runner.linux;

/** Names that change in one step: whoever looks sees the old state or the new one. */
public final class Renames {
  private static final long RENAME_NOREPLACE = 1;
  private static final long RENAME_EXCHANGE = 2;

  private Renames() {}

  /** Renames a file over whatever file has the new name. */
  public static void replace(Fd from, BytePath old, Fd to, BytePath name) {
    rename(from, old, to, name, 0);
  }

  /** Fails with EEXIST when the new name is taken. */
  public static void asNew(Fd from, BytePath old, Fd to, BytePath name) {
    rename(from, old, to, name, RENAME_NOREPLACE);
  }

  /** Both names must exist; each stands for the other's file afterwards. */
  public static void exchange(Fd from, BytePath one, Fd to, BytePath other) {
    rename(from, one, to, other, RENAME_EXCHANGE);
  }

  private static void rename(Fd from, BytePath old, Fd to, BytePath name, long flags) {
    Errno.check(
        "renameat2",
        "rename " + from.name() + "/" + old + " to " + to.name() + "/" + name,
        Retry.call(
            Call.RENAMEAT2,
            from.number(),
            old.terminated(),
            to.number(),
            name.terminated(),
            flags));
  }
}
