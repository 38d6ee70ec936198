package jbuild.runner.machine;

import java.nio.file.Path;
import jbuild.runner.image.ImageLock;
import jbuild.runner.settings.MachineSettings;

/** Keeps a second machine out of a tree that one writes to, as long as the first one runs. */
record TreeLock(ImageLock lock) implements AutoCloseable {
  /** Machines that cannot write share a tree. */
  static TreeLock on(MachineSettings settings) {
    Path image = settings.source().path();
    boolean writes = settings.files().writesImage() && settings.source().layer().isEmpty();
    return new TreeLock(writes ? ImageLock.exclusive(image) : ImageLock.shared(image));
  }

  @Override
  public void close() {
    lock.close();
  }
}
