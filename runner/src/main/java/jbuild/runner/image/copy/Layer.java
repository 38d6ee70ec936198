package jbuild.runner.image.copy;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import jbuild.runner.Failure;
import jbuild.runner.image.Trees;
import jbuild.runner.linux.Attributes;
import jbuild.runner.linux.BytePath;
import jbuild.runner.linux.Descriptors;
import jbuild.runner.linux.Fd;
import jbuild.runner.linux.FileStatus;
import jbuild.runner.linux.FileSystemSpace;
import jbuild.runner.linux.Mounts;
import jbuild.runner.linux.Nodes;

/**
 * A directory that takes what is written over a tree: the tree stays as it is, and nothing of it is
 * copied before it is changed. It is known before it is made, so that it can be written down.
 *
 * @param path where it will be; nothing else has this name
 */
public record Layer(Path path) {
  private static final long AS_DIRECTORY = Descriptors.O_PATH | Descriptors.O_DIRECTORY;
  private static final Path ELSEWHERE = Path.of("/var/tmp");
  private static final BytePath UPPER = BytePath.of("upper");
  private static final BytePath WORK = BytePath.of("work");

  /** Less is not worth trying. */
  private static final long LEAST_SPACE = 64L << 20;

  /**
   * Directories can be renamed, and owners changed without a copy of the content. That a layer is
   * lost when the host fails is no loss: so nothing waits for the disk.
   */
  private static final Map<String, String> OPTIONS =
      Map.of("redirect_dir", "on", "metacopy", "on", "index", "off", "volatile", "");

  /** Where there could be one, the best place first. */
  public static List<Layer> planned(Path image) {
    SnapshotPlan beside = Snapshots.planned(image);
    Path tree = beside.source();
    Path parent = tree.getParent() == null ? tree : tree.getParent();
    List<Layer> layers = new ArrayList<>();
    for (Path directory : List.of(parent, ELSEWHERE)) {
      // A layer below the tree would be part of it.
      if (!directory.startsWith(tree)) {
        layers.add(new Layer(directory.resolve(beside.path().getFileName())));
      }
    }
    return layers;
  }

  /** Makes it, if the file system there can hold layers of the tree; that is tried. */
  public boolean make(Path image) {
    try (Fd parent = onHost(path.getParent());
        Fd tree = onHost(image)) {
      if (FileSystemSpace.of(parent).available() < LEAST_SPACE) {
        return false;
      }
      BytePath name = BytePath.of(path.getFileName().toString());
      Nodes.makeDirectory(parent, name);
      try (Fd directory = Descriptors.child(parent, name, AS_DIRECTORY)) {
        FileStatus root = FileStatus.of(tree);
        // Where owners are mapped, the host's root has no rights on what belongs to nobody there.
        Attributes.setOwner(directory, root.uid(), root.gid());
        Nodes.makeDirectory(directory, UPPER);
        try (Fd upper = Descriptors.child(directory, UPPER, AS_DIRECTORY)) {
          FileCopy.attributes(tree, root, upper);
        }
        renew(directory);
        over(tree, directory).close();
        return true;
      }
    } catch (Failure failure) {
      // Whatever the reason is: there are other ways.
      remove();
      return false;
    }
  }

  /** The directory, open as a place and ready to be laid over the tree. */
  public Fd open() {
    Fd directory = onHost(path);
    try {
      renew(directory);
      return directory;
    } catch (RuntimeException | Error e) {
      directory.close();
      throw e;
    }
  }

  /** Whoever used it last has left a mark there that nobody may use it again. */
  private static void renew(Fd directory) {
    FileStatus owner = FileStatus.of(directory);
    Trees.remove(directory, WORK);
    Nodes.makeDirectory(directory, WORK);
    try (Fd work = Descriptors.child(directory, WORK, AS_DIRECTORY)) {
      Attributes.setOwner(work, owner.uid(), owner.gid());
    }
  }

  /**
   * A detached file system: the tree with all that was written over it before.
   *
   * @param tree is mounted somewhere, as the directory is
   * @param directory of a layer, as it is to be seen: nobody has used it since it was opened
   */
  public static Fd over(Fd tree, Fd directory) {
    try (Fd upper = Descriptors.child(directory, UPPER, AS_DIRECTORY);
        Fd work = Descriptors.child(directory, WORK, AS_DIRECTORY)) {
      return Mounts.overlay(tree, new Mounts.UpperLayer(upper, work), OPTIONS);
    }
  }

  /** Removes it, or what there is of it. */
  public void remove() {
    Trees.remove(path);
  }

  private static Fd onHost(Path path) {
    return Descriptors.onHost(BytePath.of(path.toString()), AS_DIRECTORY);
  }
}
