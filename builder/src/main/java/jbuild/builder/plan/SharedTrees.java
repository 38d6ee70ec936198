package jbuild.builder.plan;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import jbuild.runner.ExitStatus;
import jbuild.runner.Failure;
import jbuild.runner.Reasons;
import jbuild.runner.image.Trees;
import jbuild.runner.image.WorkDirectory;
import jbuild.runner.image.copy.TreeCopy;
import jbuild.runner.linux.BytePath;
import jbuild.runner.linux.Descriptors;
import jbuild.runner.linux.Directories;
import jbuild.runner.linux.Fd;

/**
 * What several builds that run at the same time have in common: one of them makes it, and the
 * others wait, and take a copy. When it fails, it fails for all of them.
 */
public final class SharedTrees implements AutoCloseable {
  private static final long AS_DIRECTORY = Descriptors.O_RDONLY | Descriptors.O_DIRECTORY;

  private final Path directory;
  private final Map<String, Shared> trees = new HashMap<>();
  private Optional<WorkDirectory> work = Optional.empty();

  private record Shared(
      AtomicInteger users, AtomicBoolean begun, CompletableFuture<Path> made, int number) {}

  /**
   * @param directory where the images will be, so that copies can share their blocks
   * @param products of the steps of all builds; what only one wants is not shared
   */
  public SharedTrees(Path directory, List<String> products) {
    this.directory = directory;
    for (String product : products) {
      trees
          .computeIfAbsent(
              product,
              name ->
                  new Shared(
                      new AtomicInteger(),
                      new AtomicBoolean(),
                      new CompletableFuture<>(),
                      trees.size()))
          .users()
          .incrementAndGet();
    }
    trees.values().removeIf(shared -> shared.users().get() < 2);
  }

  /** Runs the step, or takes what it has made for another build. */
  void run(String product, Step step, Workspace workspace) {
    Shared shared = trees.get(product);
    if (shared == null) {
      step.run(workspace);
    } else if (shared.begun().compareAndSet(false, true)) {
      make(shared, step, workspace);
      leave(shared);
    } else {
      workspace.progress().detail("another image needs the same, and makes it");
      copy(result(shared), workspace.root());
      leave(shared);
    }
  }

  private void make(Shared shared, Step step, Workspace workspace) {
    try {
      step.run(workspace);
      Path kept = place().resolve("tree-" + shared.number());
      copy(workspace.root(), kept);
      shared.made().complete(kept);
    } catch (RuntimeException | Error e) {
      shared.made().completeExceptionally(e);
      throw e;
    }
  }

  private static Path result(Shared shared) {
    try {
      return shared.made().join();
    } catch (CompletionException e) {
      if (e.getCause() instanceof Failure failure) {
        throw failure;
      }
      throw e;
    }
  }

  private static void leave(Shared shared) {
    if (shared.users().decrementAndGet() == 0) {
      Trees.remove(shared.made().join());
    }
  }

  private synchronized Path place() {
    if (work.isEmpty()) {
      work = Optional.of(WorkDirectory.in(directory));
    }
    return work.get().path();
  }

  /** What the target has is what was to be there before the step, so the tree has it too. */
  private static void copy(Path tree, Path target) {
    try {
      if (!Files.exists(target)) {
        Files.createDirectory(target);
        Files.setPosixFilePermissions(target, PosixFilePermissions.fromString("rwx------"));
      }
    } catch (IOException e) {
      throw new Failure(
          ExitStatus.FAILED,
          "cannot make " + target,
          Reasons.of(e),
          "make room in the output directory, or choose another with --output-dir");
    }
    try (Fd from = Descriptors.onHost(BytePath.of(tree.toString()), AS_DIRECTORY);
        Fd to = Descriptors.onHost(BytePath.of(target.toString()), AS_DIRECTORY)) {
      for (BytePath name : Directories.names(to)) {
        Trees.remove(to, name);
      }
      TreeCopy.fill(from, to, () -> {});
    }
  }

  @Override
  public synchronized void close() {
    work.ifPresent(WorkDirectory::close);
  }
}
