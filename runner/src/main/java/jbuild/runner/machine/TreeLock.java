package jbuild.runner.machine;

import jbuild.runner.ExitStatus;
import jbuild.runner.Failure;
import jbuild.runner.linux.BytePath;
import jbuild.runner.linux.Descriptors;
import jbuild.runner.linux.Fd;
import jbuild.runner.linux.Locks;
import jbuild.runner.settings.MachineSettings;

/**
 * Keeps a second machine out of a tree that one writes to. It is a lock on the directory itself, so
 * it holds under all names of it, and ends with this process whatever happens.
 */
record TreeLock(Fd directory) implements AutoCloseable {
  /** Machines that cannot write share a tree. */
  static TreeLock on(MachineSettings settings) {
    BytePath path = BytePath.of(settings.source().path().toString());
    Fd directory = Descriptors.onHost(path, Descriptors.O_RDONLY | Descriptors.O_DIRECTORY);
    boolean free =
        settings.files().writesImage() ? Locks.tryExclusive(directory) : Locks.tryShared(directory);
    if (!free) {
      directory.close();
      throw new Failure(
          ExitStatus.FAILED,
          "cannot start " + settings.name() + " in " + settings.source().path(),
          "the directory is in use by another machine",
          "end that one; with --read-only in both they can share it");
    }
    return new TreeLock(directory);
  }

  @Override
  public void close() {
    directory.close();
  }
}
