package jbuild.runner.linux;

import java.util.List;
import java.util.Set;

/**
 * The last steps of a machine's first process: who the payload is, and what it may do.
 *
 * <p>Each method adds system calls to the program, so their order matters; see {@link
 * InnerProgram}.
 */
public final class Confinement {
  private static final long PR_SET_KEEPCAPS = 8;
  private static final long PR_CAPBSET_DROP = 24;
  private static final long PR_SET_SECCOMP = 22;
  private static final long SECCOMP_MODE_FILTER = 2;
  private static final long PR_SET_NO_NEW_PRIVS = 38;
  private static final long PR_CAP_AMBIENT = 47;
  private static final long PR_CAP_AMBIENT_RAISE = 2;
  private static final long PR_CAP_AMBIENT_CLEAR_ALL = 4;
  private static final long CAPABILITY_VERSION_3 = 0x20080522;
  private static final long THIS_PROCESS = 0;
  private static final int FILTER_INSTRUCTION = 8;

  private final CallTable table;
  private final NativeMemory memory;

  public Confinement(InnerProgram program) {
    this.table = program.current();
    this.memory = program.memory();
  }

  /** What uname(2) tells, and more; see personality(2). */
  public void personality(long persona) {
    table.add("set the personality", Call.PERSONALITY, persona);
  }

  /** Sets a limit that is not higher than the one in force. */
  public void limit(ResourceLimit limit) {
    long values = memory.longs(limit.soft(), limit.hard());
    String what = "set the limit " + limit.resource();
    table.add(what, Call.PRLIMIT64, THIS_PROCESS, limit.resource().number(), values, 0);
  }

  /** No program that is executed from now on has more rights than its caller. */
  public void noNewPrivileges() {
    table.add("renounce new privileges", Call.PRCTL, PR_SET_NO_NEW_PRIVS, 1, 0, 0, 0);
  }

  /** The SELinux context of the next program; see setexeccon(3). */
  public void label(String context) {
    String what = "set the SELinux context " + context;
    long path = memory.text("/proc/self/attr/exec");
    CallTable.Entry open =
        table.add(what, Call.OPENAT, Descriptors.AT_FDCWD, path, Descriptors.O_WRONLY);
    CallTable.Entry write =
        table.add(what, Call.WRITE, 0, memory.text(context), context.length() + 1L);
    open.resultTo(write, 0);
  }

  /** Filters this process and all its children; a program is an array of struct sock_filter. */
  public void filter(byte[] program) {
    long count = program.length / FILTER_INSTRUCTION;
    long sockFprog = memory.longs(count, memory.bytes(program));
    // Not seccomp(2): inside of another container manager that is often forbidden.
    table.add("filter system calls", Call.PRCTL, PR_SET_SECCOMP, SECCOMP_MODE_FILTER, sockFprog);
  }

  /** Loses for good, also for what it executes, all capabilities but these. */
  public void bound(Set<Capability> kept) {
    for (Capability capability : Capability.values()) {
      if (!kept.contains(capability)) {
        // An older kernel does not know the newest ones.
        table.attempt("drop " + capability, Call.PRCTL, PR_CAPBSET_DROP, capability.number());
      }
    }
  }

  /**
   * Becomes a user, and keeps for the moment what it may do.
   *
   * @param held the capabilities that this process has permitted
   */
  public void become(long uid, long gid, List<Long> groups, Set<Capability> held) {
    long list = memory.ints(groups);
    table.add("keep capabilities", Call.PRCTL, PR_SET_KEEPCAPS, 1, 0, 0, 0);
    table.add("join groups", Call.SETGROUPS, groups.size(), list);
    table.add("join group " + gid, Call.SETRESGID, gid, gid, gid);
    table.add("become user " + uid, Call.SETRESUID, uid, uid, uid);
    // Nothing to inherit: that may not be more than the bounding set any more.
    set(held, held, Set.of());
  }

  /** Has these capabilities in all sets but the ambient one, and these in that one. */
  public void keep(Set<Capability> capabilities, Set<Capability> ambient) {
    keep(capabilities, capabilities, capabilities, ambient);
  }

  /** Has these in the four sets that a process can change; see capabilities(7). */
  public void keep(
      Set<Capability> permitted,
      Set<Capability> effective,
      Set<Capability> inheritable,
      Set<Capability> ambient) {
    table.attempt("clear ambient", Call.PRCTL, PR_CAP_AMBIENT, PR_CAP_AMBIENT_CLEAR_ALL, 0, 0, 0);
    set(permitted, effective, inheritable);
    for (Capability capability : ambient) {
      long number = capability.number();
      table.add(
          "raise " + capability, Call.PRCTL, PR_CAP_AMBIENT, PR_CAP_AMBIENT_RAISE, number, 0, 0);
    }
  }

  private void set(
      Set<Capability> permitted, Set<Capability> effective, Set<Capability> inheritable) {
    long has = Capability.mask(permitted);
    long uses = Capability.mask(effective);
    long gives = Capability.mask(inheritable);
    // struct __user_cap_data_struct[2]: effective, permitted, inheritable; 32 bits each.
    long data =
        memory.longs(
            low(uses) | low(has) << 32,
            low(gives) | high(uses) << 32,
            high(has) | high(gives) << 32);
    table.add("set capabilities", Call.CAPSET, memory.longs(CAPABILITY_VERSION_3), data);
  }

  private static long low(long mask) {
    return mask & 0xFFFF_FFFFL;
  }

  private static long high(long mask) {
    return mask >>> 32;
  }
}
