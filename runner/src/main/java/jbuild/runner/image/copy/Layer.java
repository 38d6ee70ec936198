package jbuild.runner.image.copy;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
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

  /** Beyond all parts of images. */
  private static final int TRIAL = 1000;

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
      // A layer below the tree would be part of it, and devices are in memory.
      if (!directory.startsWith(tree) && !directory.startsWith("/dev")) {
        layers.add(new Layer(directory.resolve(beside.path().getFileName())));
      }
    }
    return layers;
  }

  /**
   * Makes it, if the file system there can hold layers; that is tried.
   *
   * @param tree over which it is laid; empty when it is mounted nowhere yet
   */
  public boolean make(Optional<Path> tree) {
    try (Fd parent = onHost(path.getParent())) {
      if (FileSystemSpace.of(parent).available() < LEAST_SPACE) {
        return false;
      }
      Nodes.makeDirectory(parent, BytePath.of(path.getFileName().toString()));
      try (Fd lower = tree.isPresent() ? onHost(tree.get()) : part(TRIAL + 1, parent);
          Fd trial = part(TRIAL, lower)) {
        over(lower, trial).close();
        return true;
      }
    } catch (Failure failure) {
      // Whatever the reason is: there are other ways.
      remove();
      return false;
    }
  }

  /**
   * What is written over one of the trees of an image, made if it is not there yet.
   *
   * @param tree as it is on the disk
   * @return the directory, open as a place, that nobody has laid over anything yet
   */
  public Fd part(int number, Fd tree) {
    BytePath name = BytePath.of(Integer.toString(number));
    try (Fd layer = onHost(path)) {
      if (Nodes.isMade(layer, name)) {
        FileStatus root = FileStatus.of(tree);
        try (Fd part = Descriptors.child(layer, name, AS_DIRECTORY)) {
          // Where owners are mapped, the host's root has no rights on what belongs to nobody there.
          Attributes.setOwner(part, root.uid(), root.gid());
          Nodes.makeDirectory(part, UPPER);
          try (Fd upper = Descriptors.child(part, UPPER, AS_DIRECTORY)) {
            FileCopy.attributes(tree, root, upper);
          }
        }
      }
      Fd part = Descriptors.child(layer, name, AS_DIRECTORY);
      try {
        renew(part);
        return part;
      } catch (RuntimeException | Error e) {
        part.close();
        throw e;
      }
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
   * @param directory a {@link #part}, as it is to be seen
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
