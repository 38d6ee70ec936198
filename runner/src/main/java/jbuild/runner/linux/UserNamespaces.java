package jbuild.runner.linux;

import java.io.IOException;
import java.lang.ref.Reference;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import jbuild.runner.ExitStatus;
import jbuild.runner.Failure;
import jbuild.runner.Reasons;

/** User namespaces: ranges of the host's users that look like all users; user_namespaces(7). */
public final class UserNamespaces {
  private UserNamespaces() {}

  /**
   * A namespace in which nobody is, for mounts whose owners it maps.
   *
   * @param base the host's number of user and group 0
   */
  public static Fd mapped(long base, long size) {
    return mapped(IdMap.of(base, size), IdMap.of(base, size));
  }

  /** The same for any maps. Mounts take what is on the disk for inside. */
  public static Fd mapped(IdMap users, IdMap groups) {
    NativeMemory memory = new NativeMemory(1024);
    CallTable waiting = new CallTable(memory, 4);
    try (Pipe pipe = Pipe.open("a user namespace")) {
      closeAllBut(pipe.reading(), waiting);
      waiting.attempt("wait", Call.READ, pipe.reading().number(), memory.reserve(1), 1);
      waiting.add("end", Call.EXIT, 0);
      // Nobody else is in there who could trace it.
      Cloning cloning = new Cloning("the holder of a user namespace", waiting);
      cloning.makeChild(Namespaces.CLONE_NEWUSER);
      Cloning.Made made = cloning.walk();
      try (Fd holder = made.pidfd()) {
        try {
          map(made.pid(), users, groups);
          String namespace = "/proc/" + made.pid() + "/ns/user";
          return Descriptors.onHost(BytePath.of(namespace), Descriptors.O_RDONLY);
        } finally {
          pipe.stopWriting();
          Ending.await(holder);
          // Until now the holder read from memory that only this refers to.
          Reference.reachabilityFence(waiting);
        }
      }
    }
  }

  /**
   * Another thread's pipe would be open in this child, and this pipe in that thread's: each would
   * wait for the other's end.
   */
  private static void closeAllBut(Fd kept, CallTable table) {
    long first = 3;
    if (kept.number() > first) {
      table.add("close descriptors", Call.CLOSE_RANGE, first, kept.number() - 1L, 0);
    }
    table.add("close descriptors", Call.CLOSE_RANGE, kept.number() + 1L, Descriptors.LAST, 0);
  }

  /** Says which users of the host those of a new namespace are. It can be said once. */
  public static void map(int pid, long base, long size) {
    map(pid, IdMap.of(base, size), IdMap.of(base, size));
  }

  /** The same for any maps. */
  public static void map(int pid, IdMap users, IdMap groups) {
    Path process = Path.of("/proc", Integer.toString(pid));
    try {
      Files.writeString(process.resolve("uid_map"), users.toText());
      Files.writeString(process.resolve("gid_map"), groups.toText());
    } catch (IOException e) {
      throw new Failure(
          ExitStatus.HOST_CANNOT,
          "cannot map users as " + users.toText().strip().replace('\n', ','),
          Reasons.of(e),
          "run as root, with a range of users that nobody else has",
          List.of(),
          e);
    }
  }
}
