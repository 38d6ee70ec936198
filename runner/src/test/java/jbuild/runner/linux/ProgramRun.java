package jbuild.runner.linux;

import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.function.Consumer;
import jbuild.runner.linux.Child.Apart;

/**
 * A child with namespaces of its own that sees the host's files, from its birth to its end.
 *
 * @param output what it has written
 */
record ProgramRun(String output, Ending ending) {
  private static final int MOST_OUTPUT = 1 << 20;

  /** Signals that the child gets, one after the other, each when it has written a line. */
  static ProgramRun of(Consumer<InnerProgram> program, int... signals) {
    CompletableFuture<ProgramRun> result = new CompletableFuture<>();
    // What this thread does to its mounts must not be done to the test's.
    Thread thread =
        new Thread(
            () -> {
              try {
                result.complete(here(program, signals));
              } catch (RuntimeException | Error e) {
                result.completeExceptionally(e);
              }
            });
    thread.start();
    try {
      return result.join();
    } catch (CompletionException e) {
      throw e.getCause() instanceof SyscallFailure known ? known : e;
    }
  }

  private static ProgramRun here(Consumer<InnerProgram> steps, int... signals) {
    try (Fd home = Namespaces.mounts();
        Fd nothing = Descriptors.onHost(BytePath.of("/dev/null"), Descriptors.O_RDONLY);
        Pipe output = Pipe.open("output")) {
      Namespaces.leaveMounts();
      try (Fd host = Descriptors.onHost(BytePath.of("/"));
          Fd root = Mounts.copy(host)) {
        Mounts.attach(root, host);
        InnerProgram program = new InnerProgram();
        program.dieWithSupervisor();
        program.mount("proc", "/proc", Set.of(), "");
        program.startSession();
        program.useDescriptors(List.of(nothing, output.writing(), output.writing()));
        steps.accept(program);
        return end(Child.start(program, root, home, Set.<Apart>of()), output, signals);
      }
    }
  }

  private static ProgramRun end(Child child, Pipe output, int... signals) {
    try (child) {
      output.stopWriting();
      try {
        child.awaitExecution();
      } catch (SyscallFailure e) {
        child.await();
        throw e;
      }
      StringBuilder lines = new StringBuilder();
      for (int signal : signals) {
        lines.append(line(output));
        child.kill(signal);
      }
      lines.append(
          new String(Contents.read(output.reading(), MOST_OUTPUT), StandardCharsets.UTF_8));
      return new ProgramRun(lines.toString(), child.await());
    }
  }

  private static String line(Pipe output) {
    StringBuilder line = new StringBuilder();
    byte[] one = new byte[1];
    do {
      if (Contents.read(output.reading(), one, 1) == 0) {
        return line.toString();
      }
      line.append((char) one[0]);
    } while (one[0] != '\n');
    return line.toString();
  }
}
