package jbuild.builder.output;

import java.nio.file.Path;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import jbuild.builder.plan.Step;
import jbuild.builder.plan.Workspace;
import jbuild.runner.ExitStatus;
import jbuild.runner.Failure;
import jbuild.runner.image.Trees;
import jbuild.runner.linux.BytePath;
import jbuild.runner.linux.Descriptors;
import jbuild.runner.linux.Errno;
import jbuild.runner.linux.Fd;
import jbuild.runner.linux.Locks;
import jbuild.runner.linux.Renames;
import jbuild.runner.linux.Sync;
import jbuild.runner.linux.SyscallFailure;

/**
 * Shows finished outputs in the output directory, each in one step: whoever looks there finds the
 * old output or the new one, also when jbuild or the host ends in between. Where one of them cannot
 * be shown, or a machine uses a tree that is to be replaced, all stay as they were.
 *
 * @param directory on the file system of the workspace
 * @param fileNames in the order in which they appear
 * @param companions what changes together with them
 */
public record Publication(Path directory, List<String> fileNames, List<Companion> companions)
    implements Step {
  private static final long AS_DIRECTORY = Descriptors.O_RDONLY | Descriptors.O_DIRECTORY;

  /** A name can appear and vanish between two attempts, but not for long. */
  private static final int ATTEMPTS = 100;

  public Publication {
    fileNames = List.copyOf(fileNames);
    companions = List.copyOf(companions);
    fileNames.forEach(Staging::checked);
  }

  public Publication(Path directory, List<String> fileNames) {
    this(directory, fileNames, List.of());
  }

  @Override
  public String name() {
    List<String> shown = fileNames.stream().filter(name -> !Stamp.isOurs(name)).toList();
    return "publish " + String.join(", ", shown);
  }

  /** Where the outputs are afterwards. */
  public List<Path> paths() {
    return fileNames.stream().map(directory::resolve).toList();
  }

  @Override
  @SuppressWarnings("try") // The locks are there to be held.
  public void run(Workspace workspace) {
    Path place = Staging.make(workspace);
    try (Fd staging = open(place);
        Fd published = open(directory)) {
      // Before the first name changes: a name on disk without its content would be half an image.
      Sync.fileSystem(staging);
      // All of one build together: another one that ends now waits.
      Locks.exclusive(published);
      try (ReplacedTrees unused = ReplacedTrees.lock(place, directory, fileNames)) {
        workspace
            .ending()
            .show(
                () -> {
                  publishAll(workspace, staging, published);
                  Sync.file(published);
                  companions.forEach(companion -> companion.finish(published));
                });
        // What was there before has changed places with the new outputs.
        fileNames.forEach(fileName -> Trees.remove(staging, BytePath.of(fileName)));
      }
    }
  }

  private static Fd open(Path directory) {
    return Descriptors.onHost(BytePath.of(directory.toString()), AS_DIRECTORY);
  }

  private void publishAll(Workspace workspace, Fd staging, Fd published) {
    Deque<Runnable> waysBack = new ArrayDeque<>();
    try {
      for (Companion companion : companions) {
        waysBack.push(companion.prepare(workspace, staging, published));
      }
      if (!companions.isEmpty()) {
        Sync.fileSystem(staging);
      }
      for (String fileName : fileNames) {
        waysBack.push(publish(staging, published, BytePath.of(fileName)));
      }
    } catch (Failure failure) {
      waysBack.forEach(Runnable::run);
      throw failure;
    }
  }

  /** Returns what makes it undone. */
  private static Runnable publish(Fd staging, Fd published, BytePath name) {
    for (int attempt = 0; attempt < ATTEMPTS; attempt++) {
      if (isNew(staging, published, name)) {
        return () -> Renames.asNew(published, name, staging, name);
      } else if (isExchanged(staging, published, name)) {
        return () -> Renames.exchange(published, name, staging, name);
      }
    }
    throw new Failure(
        ExitStatus.FAILED,
        "cannot publish " + name + " in " + published.name(),
        "something else makes and removes that name all the time",
        "end it, or choose another directory with --output-dir");
  }

  private static boolean isNew(Fd staging, Fd published, BytePath name) {
    try {
      Renames.asNew(staging, name, published, name);
      return true;
    } catch (SyscallFailure failure) {
      if (failure.errno() == Errno.EINVAL) {
        throw new Failure(
            ExitStatus.HOST_CANNOT,
            failure.what(),
            "its file system cannot replace a directory in one step",
            "choose a directory on ext4, xfs, btrfs or tmpfs with --output-dir");
      }
      if (failure.errno() != Errno.EEXIST) {
        throw failure;
      }
      return false;
    }
  }

  private static boolean isExchanged(Fd staging, Fd published, BytePath name) {
    try {
      Renames.exchange(staging, name, published, name);
      return true;
    } catch (SyscallFailure failure) {
      if (failure.errno() == Errno.ENOENT) {
        return false;
      }
      throw failure;
    }
  }
}
