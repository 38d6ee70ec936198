package jbuild.runner.linux;

import java.util.Optional;
import java.util.Set;

/**
 * The first process of a machine, made by this thread.
 *
 * <p>The thread must live as long as the child: the kernel takes its end for the supervisor's.
 */
public final class Child implements AutoCloseable {
  private static final long SIGCHLD = 17;
  private static final long CLONE_VM = 0x100;
  private static final long CLONE_PIDFD = 0x1000;
  private static final long MNT_DETACH = 2;
  private static final long MS_REC = 0x4000;
  private static final long MS_SHARED = 0x100000;
  private static final long SIG_SETMASK = 2;
  private static final long SIGNAL_SET_SIZE = 8;
  private static final long ALL_SIGNALS = -1;
  private static final long STACK = 64 * 1024;
  private static final int MOST_CALLS = 16;

  private final int pid;
  private final Fd pidfd;
  private final InnerProgram program;
  private final Fd started;

  private Child(int pid, Fd pidfd, InnerProgram program, Fd started) {
    this.pid = pid;
    this.pidfd = pidfd;
    this.program = program;
    this.started = started;
  }

  /** A namespace of its own that the machine gets beside those for mounts, processes and names. */
  public enum Apart {
    NETWORK(Namespaces.CLONE_NEWNET),
    // Mounts again: those made before belong to the more privileged namespace.
    USERS(Namespaces.CLONE_NEWUSER | Namespaces.CLONE_NEWNS);

    private final long flags;

    Apart(long flags) {
      this.flags = flags;
    }
  }

  /**
   * Makes the root the / of this thread, makes the child there, and brings the thread back.
   *
   * <p>All of it is one walk: no Java runs while Java's files cannot be found.
   *
   * @param root a mount of this thread's namespace
   * @param home the namespace to come back to
   */
  public static Child start(InnerProgram program, Fd root, Fd home, Set<Apart> apart) {
    NativeMemory memory = new NativeMemory(STACK + 8192);
    CallTable outer = new CallTable(memory, MOST_CALLS);
    long all = memory.longs(ALL_SIGNALS);
    long before = memory.reserve(SIGNAL_SET_SIZE);
    long pidfd = memory.reserve(Long.BYTES);
    long stack = memory.reserve(STACK) + STACK;
    long dot = memory.text(".");
    long flags = Namespaces.CLONE_NEWPID | Namespaces.CLONE_NEWUTS | Namespaces.CLONE_NEWIPC;
    for (Apart more : apart) {
      flags |= more.flags;
    }
    try (Pipe execution = Pipe.open("the start of the payload")) {
      outer.add("block signals", Call.RT_SIGPROCMASK, SIG_SETMASK, all, before, SIGNAL_SET_SIZE);
      outer.add("enter " + root.name(), Call.FCHDIR, root.number());
      outer.add("make " + root.name() + " the root", Call.PIVOT_ROOT, dot, dot);
      outer.add("leave the host's root", Call.UMOUNT2, dot, MNT_DETACH);
      outer.add("enter the new root", Call.CHDIR, memory.text("/"));
      if (apart.contains(Apart.USERS)) {
        // The child gets a copy that follows: what is taken away here vanishes there too.
        outer.add("share the mounts", Call.MOUNT, 0, memory.text("/"), 0, MS_REC | MS_SHARED, 0);
      }
      CallTable.Result pid =
          outer
              .clone(
                  "make the machine's first process",
                  program.table(),
                  flags | CLONE_VM | CLONE_PIDFD | SIGCHLD,
                  stack,
                  pidfd)
              .kept();
      outer.recoverWith(
          outer.add(
              "return to the host's mounts", Call.SETNS, home.number(), Namespaces.CLONE_NEWNS));
      outer.add("unblock signals", Call.RT_SIGPROCMASK, SIG_SETMASK, before, 0, SIGNAL_SET_SIZE);
      Walker.get().walk(outer);
      Optional<SyscallFailure> failure = outer.failure();
      if (failure.isPresent()) {
        throw failure.get();
      }
      Fd handle = new Fd(memory.readInt(pidfd), "the machine's first process");
      return new Child((int) pid.value(), handle, program, duplicate(execution.reading()));
    }
  }

  private static Fd duplicate(Fd fd) {
    long copy =
        LibC.syscall(Call.FCNTL.number(), fd.number(), 1030 /* F_DUPFD_CLOEXEC */, 3, 0, 0, 0);
    return new Fd((int) Errno.check("fcntl", "copy " + fd.name(), copy), fd.name());
  }

  public int pid() {
    return pid;
  }

  /** Becomes readable when the child has ended. */
  public Fd pidfd() {
    return pidfd;
  }

  /** Returns when the payload runs; what the child stumbled over before is thrown. */
  public void awaitExecution() {
    // The child's copy of the other end is closed by execve, and by its end.
    Pipe.awaitEnd(started);
    Optional<SyscallFailure> failure = program.failure();
    if (failure.isPresent()) {
      throw failure.get();
    }
  }

  public void kill(int signal) {
    LibC.syscall(Call.PIDFD_SEND_SIGNAL.number(), pidfd.number(), signal, 0, 0, 0, 0);
  }

  /** Waits for the end. To be called by the thread that made the child. */
  public Ending await() {
    return Ending.await(pidfd);
  }

  @Override
  public void close() {
    started.close();
    pidfd.close();
  }
}
