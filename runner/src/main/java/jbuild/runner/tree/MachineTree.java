package jbuild.runner.tree;

import static jbuild.runner.linux.MountFlag.NODEV;
import static jbuild.runner.linux.MountFlag.NOSUID;
import static jbuild.runner.linux.MountFlag.READ_ONLY;
import static jbuild.runner.linux.MountFlag.STRICTATIME;

import java.nio.file.Path;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import jbuild.runner.image.ImageTree;
import jbuild.runner.linux.BytePath;
import jbuild.runner.linux.Descriptors;
import jbuild.runner.linux.Fd;
import jbuild.runner.linux.FileStatus;
import jbuild.runner.linux.FileType;
import jbuild.runner.linux.MountFlag;
import jbuild.runner.linux.Mounts;
import jbuild.runner.linux.UserNamespaces;
import jbuild.runner.settings.UserNamespace;

/**
 * The file tree of a machine, put together by descriptors in the mount namespace of this thread.
 *
 * <p>What the image says about a place is followed inside the image only, so a link at {@code /dev}
 * cannot make the host's one change.
 */
public final class MachineTree implements AutoCloseable {
  private final Fd mount;
  private final ImageTree files;
  private final Shift shift;

  private MachineTree(Fd mount, Shift shift) {
    this.mount = mount;
    this.files = ImageTree.at(mount);
    this.shift = shift;
  }

  /**
   * Shows the image at the place; the owners as the user namespace maps them.
   *
   * @param readOnly whether nobody can write to it
   */
  public static MachineTree show(
      Path root, boolean readOnly, Optional<UserNamespace> users, Path place) {
    Fd tree;
    try (Fd image = directory(root)) {
      tree = Mounts.copy(image);
    }
    try (Fd target = directory(place)) {
      users.ifPresent(range -> mapOwners(tree, range));
      if (readOnly) {
        // With all that the host has mounted below the image.
        Mounts.restrict(tree, Set.of(READ_ONLY), true);
      }
      Mounts.attach(tree, target);
    } catch (RuntimeException | Error e) {
      tree.close();
      throw e;
    }
    return new MachineTree(tree, Shift.of(users));
  }

  private static void mapOwners(Fd tree, UserNamespace users) {
    try (Fd namespace = UserNamespaces.mapped(users.base(), users.size())) {
      Mounts.mapOwners(tree, namespace);
    }
  }

  private static Fd directory(Path path) {
    return Descriptors.onHost(
        BytePath.of(path.toString()), Descriptors.O_PATH | Descriptors.O_DIRECTORY);
  }

  public Fd root() {
    return mount;
  }

  public ImageTree files() {
    return files;
  }

  public Shift shift() {
    return shift;
  }

  /** Makes a directory of the machine's root, unless there is something. */
  public void makeDirectory(String path, int mode) {
    if (!files.exists(path)) {
      files.directory(path, mode, shift.host(0), shift.host(0));
    }
  }

  /** The file systems that every machine has of its own. */
  public void mountMemory() {
    Set<MountFlag> common = Set.of(NOSUID, NODEV, STRICTATIME);
    temporary("/tmp", "1777", "10%", "400k", common);
    temporary("/dev", "755", "4m", "64k", Set.of(NOSUID, STRICTATIME));
    temporary("/run", "755", "20%", "800k", common);
    makeDirectory("/dev/shm", 0755);
    temporary("/dev/shm", "1777", "10%", "400k", common);
  }

  private void temporary(
      String path, String mode, String size, String inodes, Set<MountFlag> flags) {
    Map<String, String> options = Map.of("mode", mode, "size", size, "nr_inodes", inodes);
    mount(Mounts.create("tmpfs", shift.owned(options), flags), path);
  }

  /** Shows a detached tree at a path of the machine. */
  public void mount(Fd tree, String path) {
    try (tree;
        Fd place = Descriptors.inside(mount, BytePath.of(path))) {
      Mounts.attach(tree, place);
    }
  }

  /** Shows a file or directory of the host; what is missing inside is made. */
  public void bind(Path source, String target, boolean readOnly) {
    bind(source, target, readOnly ? Set.of(READ_ONLY) : Set.of());
  }

  /** The same for what is only to be read: neither a program nor a device. */
  public void bindData(Path source, String target) {
    bind(source, target, Set.of(READ_ONLY, NOSUID, NODEV));
  }

  private void bind(Path path, String target, Set<MountFlag> flags) {
    try (Fd source = Descriptors.onHost(BytePath.of(path.toString()))) {
      if (!files.exists(target)) {
        makePlace(target, FileStatus.of(source).type() == FileType.DIRECTORY);
      }
      Fd tree = Mounts.copy(source);
      if (!flags.isEmpty()) {
        Mounts.restrict(tree, flags, true);
      }
      mount(tree, target);
    }
  }

  private void makePlace(String path, boolean directory) {
    if (directory) {
      files.directory(path, 0755, shift.host(0), shift.host(0));
    } else {
      files.write(path, new byte[0], 0644, shift.host(0), shift.host(0));
    }
  }

  @Override
  public void close() {
    files.close();
  }
}
