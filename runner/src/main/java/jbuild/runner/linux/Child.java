package jbuild.runner.linux;

import java.util.Optional;
import java.util.Set;

/**
 * The first process of a machine, made by this thread.
 *
 * <p>The thread must live as long as the child: the kernel takes its end for the supervisor's.
 */
public final class Child implements AutoCloseable {
  private final int pid;
  private final Fd pidfd;
  private final InnerProgram program;
  private final Fd started;
  private final Optional<Secrecy> secrecy;

  private Child(Cloning.Made made, InnerProgram program, Fd started, Optional<Secrecy> secrecy) {
    this.pid = made.pid();
    this.pidfd = made.pidfd();
    this.program = program;
    this.started = started;
    this.secrecy = secrecy;
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
    return start(program, root, home, apart, Set.of());
  }

  /** The same with some of the host's namespaces. */
  public static Child start(
      InnerProgram program, Fd root, Fd home, Set<Apart> apart, Set<SharedNamespace> shared) {
    Cloning cloning = new Cloning("the machine's first process", program.table());
    CallTable outer = cloning.table();
    NativeMemory memory = cloning.memory();
    long dot = memory.text(".");
    long flags = Namespaces.CLONE_NEWPID | Namespaces.CLONE_NEWUTS | Namespaces.CLONE_NEWIPC;
    for (Apart more : apart) {
      flags |= more.flags;
    }
    for (SharedNamespace less : shared) {
      flags &= ~less.flag();
    }
    Optional<Secrecy> secrecy =
        apart.contains(Apart.USERS) ? Optional.of(Secrecy.begin()) : Optional.empty();
    try (Pipe execution = Pipe.open("the start of the payload");
        Fd image = program.image()) {
      program.become(image, execution.writing());
      // Threads that this one has started may live on, and are to keep their root.
      outer.add("leave other threads' root", Call.UNSHARE, Namespaces.CLONE_FS);
      outer.add("enter " + root.name(), Call.FCHDIR, root.number());
      outer.add("make " + root.name() + " the root", Call.PIVOT_ROOT, dot, dot);
      outer.add("leave the host's root", Call.UMOUNT2, dot, Mounts.MNT_DETACH);
      outer.add("enter the new root", Call.CHDIR, memory.text("/"));
      if (apart.contains(Apart.USERS)) {
        // The child gets a copy that follows: what is taken away here vanishes there too.
        long propagation = Mounts.MS_REC | Mounts.MS_SHARED;
        outer.add("share the mounts", Call.MOUNT, 0, memory.text("/"), 0, propagation, 0);
      }
      if (program.birthplace().isPresent()) {
        cloning.makeChild(flags, program.birthplace().get());
      } else {
        cloning.makeChild(flags);
      }
      Cloning.Made made =
          cloning.walkAndComeBack(
              "return to the host's mounts", Call.SETNS, home.number(), Namespaces.CLONE_NEWNS);
      return new Child(made, program, duplicate(execution.reading()), secrecy);
    } catch (RuntimeException | Error e) {
      close(secrecy);
      throw e;
    }
  }

  private static Fd duplicate(Fd fd) {
    long copy = LibC.syscall(Call.FCNTL.number(), fd.number(), 1030 /* F_DUPFD_CLOEXEC */, 3);
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
    // The child's copy of the other end is closed by its last execve, and by its end.
    byte[] report = Contents.read(started, Stub.RECORD);
    close(secrecy);
    Optional<SyscallFailure> failure = program.failure(report);
    if (failure.isPresent()) {
      throw failure.get();
    }
  }

  public void kill(int signal) {
    LibC.syscall(Call.PIDFD_SEND_SIGNAL.number(), pidfd.number(), signal);
  }

  /** Waits for the end. To be called by the thread that made the child. */
  public Ending await() {
    return Ending.await(pidfd);
  }

  private static void close(Optional<Secrecy> secrecy) {
    if (secrecy.isPresent()) {
      secrecy.get().close();
    }
  }

  /** To be called after the end, or when the payload runs. */
  @Override
  public void close() {
    close(secrecy);
    started.close();
    pidfd.close();
  }
}
