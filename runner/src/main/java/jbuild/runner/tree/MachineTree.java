package jbuild.runner.tree;

import static jbuild.runner.linux.MountFlag.NODEV;
import static jbuild.runner.linux.MountFlag.NOSUID;
import static jbuild.runner.linux.MountFlag.READ_ONLY;
import static jbuild.runner.linux.MountFlag.STRICTATIME;

import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import jbuild.runner.image.ImageTree;
import jbuild.runner.linux.BytePath;
import jbuild.runner.linux.Descriptors;
import jbuild.runner.linux.Errno;
import jbuild.runner.linux.Fd;
import jbuild.runner.linux.FileStatus;
import jbuild.runner.linux.MountFlag;
import jbuild.runner.linux.Mounts;
import jbuild.runner.linux.SyscallFailure;

/**
 * The file tree of a machine, put together by descriptors in the mount namespace of this thread.
 *
 * <p>What the image says about a place is followed inside the image only, so a link at {@code /dev}
 * cannot make the host's one change.
 */
public final class MachineTree implements AutoCloseable {
  /** Where late mounts are kept; the directory is gone before the payload runs. */
  static final String KEPT = "/run/.kept";

  private static final int MOST_LINKS = 40;

  private final Fd mount;
  private final ImageTree files;
  private final ImageTree owned;
  private final Shift shift;

  private MachineTree(Fd mount, Shift shift) {
    this.mount = mount;
    this.files = ImageTree.at(mount);
    this.owned = ImageTree.at(mount, shift.base());
    this.shift = shift;
  }

  /** The tree that is mounted there; it is closed with this. */
  static MachineTree at(Fd mount, Shift shift) {
    return new MachineTree(mount, shift);
  }

  public Fd root() {
    return mount;
  }

  public ImageTree files() {
    return files;
  }

  /** The same files, but whatever is made belongs to the machine's users. */
  ImageTree owned() {
    return owned;
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
  public void mountMemory(boolean withTmp) {
    Set<MountFlag> common = Set.of(NOSUID, NODEV, STRICTATIME);
    if (withTmp) {
      temporary("/tmp", "1777", "10%", "400k", common);
    }
    temporary("/dev", "755", "4m", "64k", Set.of(NOSUID, STRICTATIME));
    temporary("/run", "755", "20%", "800k", common);
    makeDirectory("/dev/shm", 0755);
    temporary("/dev/shm", "1777", "10%", "400k", common);
    uncover("/proc");
    uncover("/sys");
  }

  /** Takes away what the host has mounted there: the kernel refuses the same once more. */
  private void uncover(String path) {
    boolean covered;
    do {
      // Not followed: a link may lead to the root, which is a mount as well.
      try (Fd place =
          Descriptors.inside(
              mount, BytePath.of(path), Descriptors.O_PATH | Descriptors.O_NOFOLLOW)) {
        covered = FileStatus.isMounted(place);
        if (covered) {
          Mounts.detach(place);
        }
      }
    } while (covered);
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
      Fd tree = Mounts.copy(source);
      try (tree;
          Fd place = place(target, FileStatus.of(source).isDirectory())) {
        if (!flags.isEmpty()) {
          Mounts.restrict(tree, flags, true);
        }
        Mounts.attach(tree, place);
      }
    }
  }

  /** The same, but a link there is covered itself: where it leads, something else may be kept. */
  void coverWithData(Path path, String target) {
    try (Fd source = Descriptors.onHost(BytePath.of(path.toString()))) {
      Fd tree = Mounts.copyAlone(source);
      try (tree;
          Fd place = placeItself(target)) {
        Mounts.restrict(tree, Set.of(READ_ONLY, NOSUID, NODEV), false);
        Mounts.attach(tree, place);
      }
    }
  }

  private Fd placeItself(String path) {
    long flags = Descriptors.O_PATH | Descriptors.O_NOFOLLOW;
    if (files.readLink(path).isPresent()) {
      return Descriptors.inside(mount, BytePath.of(path), flags);
    }
    return place(path, false);
  }

  /** A file or directory to mount something of its kind on; made when it is missing. */
  Fd place(String path, boolean directory) {
    Fd place = find(path).orElseGet(() -> makePlace(path, directory));
    if (FileStatus.of(place).isDirectory() != directory) {
      place.close();
      throw MountSources.unusable(
          "cannot mount " + (directory ? "a directory" : "a file") + " on " + path,
          "it is " + (directory ? "not a directory" : "a directory"),
          "choose another place for it");
    }
    return place;
  }

  private Optional<Fd> find(String path) {
    try {
      return Optional.of(Descriptors.inside(mount, BytePath.of(path)));
    } catch (SyscallFailure failure) {
      if (failure.errno() == Errno.ENOENT) {
        return Optional.empty();
      }
      throw failure;
    }
  }

  private Fd makePlace(String path, boolean directory) {
    try {
      String end = endOfLinks(path);
      if (directory) {
        owned.directory(end, 0755, 0, 0);
      } else {
        owned.write(end, new byte[0], 0644, 0, 0);
      }
    } catch (SyscallFailure failure) {
      if (failure.errno() == Errno.EROFS) {
        throw MountSources.unusable(
            "cannot mount anything on " + path,
            "it is missing, and nothing can be made there: it is read-only",
            "make it in the image, or let the machine write to it");
      }
      throw failure;
    }
    return Descriptors.inside(mount, BytePath.of(path));
  }

  /** A link that leads nowhere stays: what it names is made. */
  private String endOfLinks(String path) {
    String end = path;
    for (int i = 0; i < MOST_LINKS; i++) {
      Optional<String> target = files.readLink(end);
      if (target.isEmpty()) {
        return end;
      }
      String parent = end.substring(0, end.lastIndexOf('/') + 1);
      end = target.get().startsWith("/") ? target.get() : parent + target.get();
    }
    return end;
  }

  /**
   * Lets nobody write to what is there, with all that is mounted below it. To be called when the
   * tree is complete but for what the first process mounts, which has to see to that itself.
   */
  public void lock(List<String> paths) {
    for (String path : paths) {
      if (!KernelWishes.isOfKernel(path)) {
        lock(path);
      }
    }
  }

  private void lock(String path) {
    Optional<Fd> found = find(path);
    if (found.isPresent()) {
      try (Fd place = found.get();
          Fd copy = Mounts.copy(place)) {
        Mounts.restrict(copy, Set.of(READ_ONLY), true);
        Mounts.attach(copy, place);
      }
    }
  }

  /** Mounts where nobody looks what is to be shown in something that does not exist yet. */
  LateMount keep(Fd tree, String target, int number, boolean optional) {
    if (number == 0) {
      makeDirectory(KEPT, 0700);
      mount(Mounts.create("tmpfs", shift.owned(Map.of("mode", "700")), Set.of()), KEPT);
    }
    String path = KEPT + "/" + number;
    try (Fd place = place(path, FileStatus.of(tree).isDirectory())) {
      Mounts.attach(tree, place);
    }
    return new LateMount(path, target, optional);
  }

  @Override
  public void close() {
    files.close();
  }
}
