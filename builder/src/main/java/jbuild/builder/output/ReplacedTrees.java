package jbuild.builder.output;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import jbuild.runner.ExitStatus;
import jbuild.runner.Failure;
import jbuild.runner.image.ImageLock;
import jbuild.runner.machine.RuntimeDirectory;

/** Keeps machines out of the trees that new outputs replace; fails when one runs there already. */
record ReplacedTrees(List<ImageLock> locks) implements AutoCloseable {
  ReplacedTrees {
    locks = List.copyOf(locks);
  }

  /**
   * @param staging has the new outputs
   * @param published has the present ones
   */
  static ReplacedTrees lock(Path staging, Path published, List<String> fileNames) {
    List<ImageLock> locks = new ArrayList<>();
    try {
      for (String name : fileNames) {
        // A file that is replaced is still whole for the machine that has it open.
        if (isTree(staging.resolve(name)) && isTree(published.resolve(name))) {
          locks.add(lock(published.resolve(name)));
        }
      }
      return new ReplacedTrees(locks);
    } catch (Failure failure) {
      locks.forEach(ImageLock::close);
      throw failure;
    }
  }

  /** Fails at once when one could not be replaced now: nobody waits an hour to hear of it. */
  static void check(Path published, List<String> fileNames) {
    for (String name : fileNames) {
      if (isTree(published.resolve(name))) {
        lock(published.resolve(name)).close();
      }
    }
  }

  private static boolean isTree(Path path) {
    return Files.isDirectory(path, LinkOption.NOFOLLOW_LINKS);
  }

  private static ImageLock lock(Path tree) {
    return ImageLock.tryExclusive(tree)
        .orElseThrow(
            () ->
                new Failure(
                    ExitStatus.FAILED,
                    "cannot publish " + tree,
                    user(tree) + " uses the one that is there, and would lose its files",
                    "end it, then build again, or choose another directory with --output-dir"));
  }

  private static String user(Path tree) {
    return RuntimeDirectory.ofHost().running().stream()
        .filter(machine -> isSame(machine.root(), tree))
        .map(machine -> "machine '" + machine.name() + "'")
        .findFirst()
        .orElse("a machine or another program");
  }

  private static boolean isSame(Path root, Path tree) {
    try {
      return Files.isSameFile(root, tree);
    } catch (IOException e) {
      // The image of another machine is gone: this one is there.
      return false;
    }
  }

  @Override
  public void close() {
    locks.forEach(ImageLock::close);
  }
}
