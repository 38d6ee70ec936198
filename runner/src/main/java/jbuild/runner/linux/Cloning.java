package jbuild.runner.linux;

import java.util.Optional;

/**
 * One walk of this thread, on which it makes a child that shares Java's memory and walks a table of
 * its own.
 *
 * <p>Signals are blocked meanwhile: a handler of Java's must not run in the child.
 */
final class Cloning {
  static final long CLONE_VM = 0x100;
  static final long CLONE_PIDFD = 0x1000;
  private static final long CLONE_INTO_CGROUP = 0x200000000L;

  private static final int MOST_CALLS = 16;
  private static final long STACK = 16 * 1024;

  private final NativeMemory memory = new NativeMemory(STACK + 8192);
  private final CallTable table = new CallTable(memory, MOST_CALLS);
  private final CallTable program;
  private final String name;
  private final long signals = memory.reserve(Signals.SET_SIZE);
  private final long pidfd = memory.reserve(Long.BYTES);
  private Optional<CallTable.Result> pid = Optional.empty();

  /** A child of this name is to walk the program. */
  Cloning(String name, CallTable program) {
    this.name = name;
    this.program = program;
    long all = memory.longs(Signals.ALL);
    table.add(
        "block signals", Call.RT_SIGPROCMASK, Signals.SIG_SETMASK, all, signals, Signals.SET_SIZE);
  }

  /** For the calls that this thread makes before the child. */
  CallTable table() {
    return table;
  }

  NativeMemory memory() {
    return memory;
  }

  /** Here the child is made, with these namespaces of its own. */
  void makeChild(long namespaces) {
    long stack = memory.reserve(STACK) + STACK;
    long flags = namespaces | CLONE_VM | CLONE_PIDFD | Signals.CHLD;
    pid = Optional.of(table.clone("make " + name, Call.CLONE, program, flags, stack, pidfd).kept());
  }

  /** The same in a control group of version 2. */
  void makeChild(long namespaces, Fd group) {
    long stack = memory.reserve(STACK);
    long flags = namespaces | CLONE_VM | CLONE_PIDFD | CLONE_INTO_CGROUP;
    // struct clone_args: flags, pidfd, child_tid, parent_tid, exit_signal, stack, stack_size, tls,
    // set_tid, set_tid_size and cgroup.
    long[] arguments = {flags, pidfd, 0, 0, Signals.CHLD, stack, STACK, 0, 0, 0, group.number()};
    long size = (long) arguments.length * Long.BYTES;
    long address = memory.longs(arguments);
    pid = Optional.of(table.clone("make " + name, Call.CLONE3, program, address, size).kept());
  }

  /** Whether children can be made in other groups: sandboxes know no call of that number. */
  static boolean knowsPlaces() {
    return LibC.syscall(Call.CLONE3.number()) == -1 && Errno.last() == Errno.EINVAL;
  }

  /** The process number of the child, and a descriptor of it. */
  record Made(int pid, Fd pidfd) {}

  /** Makes all calls. */
  Made walk() {
    table.recoverWith(unblock());
    return result();
  }

  /** Makes all calls, and at last this one, also when one before has failed. */
  Made walkAndComeBack(String purpose, Call call, long... arguments) {
    table.recoverWith(table.add(purpose, call, arguments));
    unblock();
    return result();
  }

  private CallTable.Entry unblock() {
    return table.add(
        "unblock signals", Call.RT_SIGPROCMASK, Signals.SIG_SETMASK, signals, 0, Signals.SET_SIZE);
  }

  private Made result() {
    Walker.get().walk(table);
    Optional<SyscallFailure> failure = table.failure();
    if (failure.isPresent()) {
      throw failure.get();
    }
    return new Made((int) pid.orElseThrow().value(), new Fd(memory.readInt(pidfd), name));
  }
}
