package jbuild.runner.linux;

/** The groups of one thread, which the threads that it starts get too; see credentials(7). */
public final class ThreadGroups {
  private ThreadGroups() {}

  /** Gives this thread one group beside its own. */
  public static void add(int group) {
    NativeMemory memory = new NativeMemory(64);
    long groups = memory.reserve(Integer.BYTES);
    memory.write(groups, (long) group);
    long result = LibC.syscall(Call.SETGROUPS.number(), 1, groups, 0, 0, 0, 0);
    Errno.check("setgroups", "join a group", result);
  }
}
