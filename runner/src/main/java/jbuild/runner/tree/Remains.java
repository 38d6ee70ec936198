package jbuild.runner.tree;

import java.nio.file.Path;

/** What is to be removed when a machine has ended, also when its supervisor was killed before. */
@FunctionalInterface
public interface Remains {
  /** To be called before the file or directory is made. No link leads its removal out of a root. */
  void record(Path root, String path);
}
