package jbuild.runner.linux;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import jbuild.runner.ExitStatus;
import jbuild.runner.Failure;
import jbuild.runner.Reasons;

/** User namespaces: ranges of the host's users that look like all users; user_namespaces(7). */
public final class UserNamespaces {
  private static final long CLONE_VM = 0x100;
  private static final long SIGCHLD = 17;
  private static final long CLONE_PIDFD = 0x1000;
  private static final long STACK = 16 * 1024;

  private UserNamespaces() {}

  /**
   * A namespace in which nobody is, for mounts whose owners it maps.
   *
   * @param base the host's number of user and group 0
   */
  public static Fd mapped(long base, long size) {
    NativeMemory memory = new NativeMemory(STACK + 8192);
    CallTable table = new CallTable(memory, 2);
    CallTable waiting = new CallTable(memory, 4);
    long pidfd = memory.reserve(Long.BYTES);
    long stack = memory.reserve(STACK) + STACK;
    try (Pipe pipe = Pipe.open("a user namespace")) {
      waiting.add("close a pipe", Call.CLOSE, pipe.writing().number());
      waiting.attempt("wait", Call.READ, pipe.reading().number(), memory.reserve(1), 1);
      waiting.add("end", Call.EXIT, 0);
      CallTable.Result pid =
          table
              .clone(
                  "make a user namespace",
                  waiting,
                  Namespaces.CLONE_NEWUSER | CLONE_VM | CLONE_PIDFD | SIGCHLD,
                  stack,
                  pidfd)
              .kept();
      Walker.get().walk(table);
      Optional<SyscallFailure> failure = table.failure();
      if (failure.isPresent()) {
        throw failure.get();
      }
      try (Fd holder = new Fd(memory.readInt(pidfd), "the holder of a user namespace")) {
        try {
          map((int) pid.value(), base, size);
          String namespace = "/proc/" + pid.value() + "/ns/user";
          return Descriptors.onHost(BytePath.of(namespace), Descriptors.O_RDONLY);
        } finally {
          pipe.stopWriting();
          Ending.await(holder);
        }
      }
    }
  }

  /** Says which users of the host those of a new namespace are. It can be said once. */
  public static void map(int pid, long base, long size) {
    String line = "0 " + base + " " + size + "\n";
    try {
      for (String file : List.of("uid_map", "gid_map")) {
        Files.writeString(Path.of("/proc", Integer.toString(pid), file), line);
      }
    } catch (IOException e) {
      throw new Failure(
          ExitStatus.HOST_CANNOT,
          "cannot map " + size + " users from " + base + " on",
          Reasons.of(e),
          "run as root, with a range of users that nobody else has",
          List.of(),
          e);
    }
  }
}
