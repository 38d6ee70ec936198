package jbuild.runner.tree;

import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import jbuild.runner.linux.BytePath;
import jbuild.runner.linux.Descriptors;
import jbuild.runner.linux.Fd;
import jbuild.runner.linux.FileStatus;
import jbuild.runner.linux.FileType;
import jbuild.runner.linux.Mounts;
import jbuild.runner.settings.CustomMount;

/**
 * What the user wants to be shown in a machine: taken from where it is, so that nothing is missing
 * later, and put where it belongs, parents first.
 */
public final class CustomMounts implements AutoCloseable {
  /** New inside, so that what is mounted before would be covered. */
  private static final List<String> MADE_INSIDE = List.of("/proc", "/sys", "/dev/mqueue");

  private static final String RUN = "/run";
  private static final String DEVICES = "/dev";
  private static final String TERMINALS = "/dev/pts";

  private final List<CustomMount> wishes;
  private final List<Optional<ReadyMount>> ready = new ArrayList<>();

  private CustomMounts(List<CustomMount> wishes) {
    this.wishes = wishes;
  }

  /** To be called in the mount namespace of the machine, before anything is made of it. */
  public static CustomMounts take(List<CustomMount> mounts, MountSources sources) {
    List<CustomMount> sorted = new ArrayList<>(mounts);
    if (sorted.size() > 1) {
      // As if / came before all other characters: what is below another one comes next.
      sorted.sort(Comparator.comparing(mount -> path(mount).replace('/', '\0')));
    }
    CustomMounts custom = new CustomMounts(sorted);
    try {
      for (CustomMount mount : sorted) {
        custom.ready.add(ready(mount, sources));
      }
    } catch (RuntimeException | Error e) {
      custom.close();
      throw e;
    }
    return custom;
  }

  private static Optional<ReadyMount> ready(CustomMount mount, MountSources sources) {
    if (path(mount).equals(TERMINALS)) {
      throw MountSources.unusable(
          "cannot mount anything on " + TERMINALS,
          "the machine's own terminals are there",
          "choose another place, also below it");
    }
    if (mount instanceof CustomMount.Bind bind) {
      return Optional.of(ReadyMount.of(bind, sources));
    }
    if (mount instanceof CustomMount.Tmpfs tmpfs) {
      return Optional.of(ReadyMount.of(tmpfs, sources));
    }
    if (mount instanceof CustomMount.Described described) {
      return Optional.of(ReadyMount.of(described, sources));
    }
    if (mount instanceof CustomMount.Overlay overlay) {
      return Optional.of(ReadyMount.of(overlay, sources));
    }
    return Optional.empty();
  }

  /** The target without needless slashes. */
  private static String path(CustomMount mount) {
    String target = mount.target();
    StringBuilder path = new StringBuilder();
    for (int i = 0; i < target.length(); i++) {
      char c = target.charAt(i);
      if (c != '/' || i + 1 < target.length() && target.charAt(i + 1) != '/') {
        path.append(c);
      }
    }
    return path.isEmpty() ? "/" : path.toString();
  }

  /** What is shown instead of the image. */
  Optional<Fd> takeRoot() {
    Optional<Fd> root = Optional.empty();
    for (int i = 0; i < wishes.size() && wishes.get(i).isRoot(); i++) {
      root.ifPresent(Fd::close);
      root = ready.set(i, Optional.empty()).map(ReadyMount::tree);
    }
    return root;
  }

  /** Shows what covers /run: other things are going to be put there. */
  public void mountRun(MachineTree tree) {
    for (int i = 0; i < wishes.size(); i++) {
      if (path(wishes.get(i)).equals(RUN)) {
        mount(tree, i, RUN);
      }
    }
  }

  /**
   * Shows the rest, in a tree that is otherwise complete.
   *
   * @return what has to wait until the machine's first process has mounted what lies below
   */
  public List<LateMount> mount(MachineTree tree) {
    List<LateMount> late = new ArrayList<>();
    for (int i = 0; i < wishes.size(); i++) {
      String path = path(wishes.get(i));
      if (isMadeInside(path)) {
        if (isThere(i, path)) {
          late.add(later(tree, i, path, late.size()));
        }
      } else if (path.equals(DEVICES)) {
        mountDevices(tree, i);
      } else if (!path.equals(RUN) && !path.equals("/")) {
        mount(tree, i, path);
      }
    }
    return late;
  }

  private static boolean isMadeInside(String path) {
    for (String directory : MADE_INSIDE) {
      if (path.equals(directory) || path.startsWith(directory + "/")) {
        return true;
      }
    }
    return false;
  }

  /** Payloads need the terminals of their own machine whatever devices they are shown. */
  private void mountDevices(MachineTree tree, int index) {
    try (Fd terminals = Descriptors.inside(tree.root(), BytePath.of(TERMINALS))) {
      Fd copy = Mounts.copy(terminals);
      try (copy) {
        mount(tree, index, DEVICES);
        try (Fd place = tree.place(TERMINALS, true)) {
          Mounts.attach(copy, place);
        }
      }
    }
  }

  private void mount(MachineTree tree, int index, String path) {
    if (ready.get(index).isEmpty()) {
      if (!isOptional(index) || tree.files().exists(path)) {
        hide(tree, path);
      }
      return;
    }
    ReadyMount mount = ready.get(index).get();
    try (Fd place = tree.place(path, mount.isDirectory())) {
      mount.follow(place);
      Mounts.attach(mount.tree(), place);
    }
  }

  private static void hide(MachineTree tree, String path) {
    try (Fd place = Descriptors.inside(tree.root(), BytePath.of(path));
        Fd cover = HostInterface.inaccessible(tree, FileStatus.of(place).type())) {
      Mounts.attach(cover, place);
    }
  }

  private boolean isOptional(int index) {
    return wishes.get(index) instanceof CustomMount.Inaccessible hidden && !hidden.required();
  }

  /** The kernel is the host's: what the host has not is nowhere to be hidden. */
  private boolean isThere(int index, String path) {
    return !isOptional(index) || Files.exists(Path.of(path), LinkOption.NOFOLLOW_LINKS);
  }

  private LateMount later(MachineTree tree, int index, String path, int number) {
    if (ready.get(index).isPresent()) {
      ReadyMount mount = ready.get(index).get();
      if (mount.owner().isPresent()) {
        try (Fd host = Descriptors.onHost(BytePath.of(path))) {
          mount.follow(host);
        }
      }
      return tree.keep(mount.tree(), path, number, false);
    }
    // The kernel is the host's: what it shows the machine is of the same type.
    FileType type;
    try (Fd host = Descriptors.onHost(BytePath.of(path))) {
      type = FileStatus.of(host).type();
    }
    try (Fd cover = HostInterface.inaccessible(tree, type)) {
      return tree.keep(cover, path, number, isOptional(index));
    }
  }

  @Override
  public void close() {
    for (Optional<ReadyMount> mount : ready) {
      mount.ifPresent(one -> one.tree().close());
    }
  }
}
