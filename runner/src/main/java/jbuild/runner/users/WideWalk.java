package jbuild.runner.users;

import java.util.HashSet;
import java.util.Optional;
import java.util.Set;
import jbuild.runner.ExitStatus;
import jbuild.runner.Failure;
import jbuild.runner.image.WorkQueue;
import jbuild.runner.linux.BytePath;
import jbuild.runner.linux.Descriptors;
import jbuild.runner.linux.Directories;
import jbuild.runner.linux.Errno;
import jbuild.runner.linux.Fd;
import jbuild.runner.linux.FileStatus;
import jbuild.runner.linux.SyscallFailure;

/**
 * One visit to every file below a directory, by several threads and in no order.
 *
 * <p>Neither links nor mounts lead out of the tree. Files that vanish meanwhile, and those that
 * cannot be written, are left out. A file with several names is visited once.
 */
final class WideWalk {
  private static final long AS_DIRECTORY = Descriptors.O_PATH | Descriptors.O_DIRECTORY;
  private static final int LONGEST_PATH = 4095;

  /** Gets files, several at a time; a place is open until it returns. */
  @FunctionalInterface
  interface Visitor {
    void visit(Fd place, FileStatus status);
  }

  private record Inode(FileStatus.Device device, long number) {}

  private final Fd root;
  private final Visitor visitor;
  private final Set<Inode> visited = new HashSet<>();
  private final WorkQueue<BytePath> directories = new WorkQueue<>();

  WideWalk(Fd root, Visitor visitor) {
    this.root = root;
    this.visitor = visitor;
  }

  /**
   * Ends when all have been visited, or after the first failure.
   *
   * <p>Directories wait as paths: as descriptors they could be more than a process may have.
   */
  void run() {
    directories.add(BytePath.of(""));
    directories.work(this::visitEntries);
  }

  private void visitEntries(BytePath path) {
    BytePath resolvable = path.isEmpty() ? BytePath.of(".") : path;
    Optional<Fd> open = open(root, resolvable, AS_DIRECTORY);
    if (open.isPresent()) {
      try (Fd directory = open.get()) {
        for (Directories.Entry entry : Directories.entries(directory)) {
          visitEntry(path, directory, entry.name());
        }
      }
    }
  }

  private void visitEntry(BytePath path, Fd directory, BytePath name) {
    Optional<Fd> open = open(directory, name, Descriptors.O_PATH);
    if (open.isPresent()) {
      try (Fd place = open.get()) {
        FileStatus status = FileStatus.of(place);
        if (status.isDirectory()) {
          BytePath below = below(path, name);
          visit(place, status);
          directories.add(below);
        } else if (status.links() == 1 || isFirst(status)) {
          visit(place, status);
        }
      }
    }
  }

  private void visit(Fd place, FileStatus status) {
    try {
      visitor.visit(place, status);
    } catch (SyscallFailure e) {
      if (e.errno() != Errno.EROFS) {
        throw e;
      }
    }
  }

  private boolean isFirst(FileStatus status) {
    synchronized (visited) {
      return visited.add(new Inode(status.device(), status.inode()));
    }
  }

  private BytePath below(BytePath path, BytePath name) {
    BytePath below = path.slash(name);
    if (below.bytes().length > LONGEST_PATH) {
      throw new Failure(
          ExitStatus.FAILED,
          "cannot walk " + root.name(),
          "a path in it is longer than any program can use",
          "remove the deepest directories");
    }
    return below;
  }

  private static Optional<Fd> open(Fd directory, BytePath name, long flags) {
    try {
      return Optional.of(Descriptors.child(directory, name, flags));
    } catch (SyscallFailure e) {
      return switch (e.errno()) {
        case Errno.ENOENT, Errno.ENOTDIR, Errno.ELOOP, Errno.EXDEV -> Optional.empty();
        default -> throw e;
      };
    }
  }
}
