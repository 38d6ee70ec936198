package jbuild.runner.linux;

import java.util.List;
import java.util.Optional;

/** The namespaces of this thread; see namespaces(7). Linux keeps most of them per thread. */
public final class Namespaces {
  /** What a thread shares with those that it starts: root and working directory. */
  static final long CLONE_FS = 0x200;

  static final long CLONE_NEWNS = 0x20000;
  static final long CLONE_NEWCGROUP = 0x2000000;
  static final long CLONE_NEWUTS = 0x4000000;
  static final long CLONE_NEWIPC = 0x8000000;
  static final long CLONE_NEWUSER = 0x10000000;
  static final long CLONE_NEWPID = 0x20000000;
  static final long CLONE_NEWNET = 0x40000000;

  private Namespaces() {}

  /** The mount namespace of this thread, to come back to. */
  public static Fd mounts() {
    return Descriptors.onHost(BytePath.of("/proc/thread-self/ns/mnt"), Descriptors.O_RDONLY);
  }

  /**
   * Gives this thread a copy of the host's mounts, and a root and working directory of its own.
   * Other threads stay on the host.
   */
  public static void leaveMounts() {
    long result = LibC.syscall(Call.UNSHARE.number(), CLONE_NEWNS);
    Errno.check("unshare", "make a mount namespace", result);
    Mounts.receiveOnly();
  }

  /**
   * Unmounts paths in another mount namespace and brings this thread back, all in one walk: no Java
   * runs while the root directory is a different one.
   */
  public static void unmountIn(Fd namespace, List<String> paths, Fd home) {
    NativeMemory memory = new NativeMemory(8192);
    CallTable table = new CallTable(memory, paths.size() + 3);
    table.add("leave other threads' root", Call.UNSHARE, CLONE_FS);
    table.add("enter a machine's mounts", Call.SETNS, namespace.number(), CLONE_NEWNS);
    for (String path : paths) {
      table.add("unmount " + path, Call.UMOUNT2, memory.text(path), Mounts.MNT_DETACH);
    }
    table.recoverWith(
        table.add("return to the host's mounts", Call.SETNS, home.number(), CLONE_NEWNS));
    Walker.get().walk(table);
    Optional<SyscallFailure> failure = table.failure();
    if (failure.isPresent()) {
      throw failure.get();
    }
  }
}
