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
    NativeMemory memory = new NativeMemory(1024);
    CallTable waiting = new CallTable(memory, 3);
    try (Pipe pipe = Pipe.open("a user namespace")) {
      waiting.add("close a pipe", Call.CLOSE, pipe.writing().number());
      waiting.attempt("wait", Call.READ, pipe.reading().number(), memory.reserve(1), 1);
      waiting.add("end", Call.EXIT, 0);
      // Nobody else is in there who could trace it.
      Cloning cloning = new Cloning("the holder of a user namespace", waiting);
      cloning.makeChild(Namespaces.CLONE_NEWUSER);
      Cloning.Made made = cloning.walk();
      try (Fd holder = made.pidfd()) {
        try {
          map(made.pid(), base, size);
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
