package jbuild.runner.doctor;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.function.Consumer;
import jbuild.runner.Failure;
import jbuild.runner.linux.BytePath;
import jbuild.runner.linux.Child;
import jbuild.runner.linux.Descriptors;
import jbuild.runner.linux.Fd;
import jbuild.runner.linux.InnerProgram;
import jbuild.runner.linux.Mounts;
import jbuild.runner.linux.Namespaces;

/** A machine without anything in it: the smallest that a kernel may refuse. */
final class Attempt {
  private static final int SIGKILL = 9;
  private static final List<String> PROGRAMS = List.of("/bin/true", "/usr/bin/true");

  private final Set<Child.Apart> apart;
  private final Consumer<InnerProgram> preparation;

  /** The program's first entries are made by the preparation. */
  Attempt(Set<Child.Apart> apart, Consumer<InnerProgram> preparation) {
    this.apart = apart;
    this.preparation = preparation;
  }

  /** What was in its way; empty when it ran. */
  Optional<Failure> failure() {
    CompletableFuture<Optional<Failure>> result = new CompletableFuture<>();
    // The thread's mounts end with it.
    Thread thread =
        new Thread(
            () -> {
              try {
                run();
                result.complete(Optional.empty());
              } catch (Failure failure) {
                result.complete(Optional.of(failure));
              } catch (RuntimeException | Error e) {
                result.completeExceptionally(e);
              }
            },
            "doctor");
    thread.setDaemon(true);
    thread.start();
    return result.join();
  }

  private void run() {
    try (Fd home = Namespaces.mounts()) {
      Namespaces.leaveMounts();
      try (Fd host = Descriptors.onHost(BytePath.of("/"));
          Fd root = Mounts.copy(host)) {
        // pivot_root(2) wants a mount of this namespace; where it is does not matter.
        Mounts.attach(root, host);
        InnerProgram program = new InnerProgram();
        program.dieWithSupervisor();
        preparation.accept(program);
        program.leaveJava(List.of());
        program.execute(present(), List.of("true"), Map.of());
        start(program, root, home);
      }
    }
  }

  private void start(InnerProgram program, Fd root, Fd home) {
    try (Child child = Child.start(program, root, home, apart)) {
      try {
        child.awaitExecution();
      } finally {
        child.kill(SIGKILL);
        child.await();
      }
    }
  }

  private static String present() {
    return PROGRAMS.stream()
        .filter(path -> Files.exists(Path.of(path)))
        .findFirst()
        .orElse(PROGRAMS.get(0));
  }
}
