package jbuild.runner.tree;

import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import jbuild.runner.ExitStatus;
import jbuild.runner.Failure;
import jbuild.runner.image.ImageTree;
import jbuild.runner.linux.BytePath;
import jbuild.runner.linux.Descriptors;
import jbuild.runner.linux.Fd;
import jbuild.runner.linux.FileStatus;
import jbuild.runner.linux.IdMap;
import jbuild.runner.linux.MountFlag;
import jbuild.runner.linux.Mounts;
import jbuild.runner.settings.FileView;
import jbuild.runner.settings.UserNamespace;

/**
 * An image, from which the root directory of a machine is made.
 *
 * <p>To be used in the mount namespace of the machine.
 *
 * @param users whose ids the machine's users are
 * @param owners how the owners of the files are shown; as they are when empty
 */
public record ImageRoot(
    ImageDirectory image, Optional<UserNamespace> users, Optional<IdMap> owners, Shift shift) {
  private static final String USR = "/usr";
  private static final Set<MountFlag> VOLATILE = Set.of(MountFlag.STRICTATIME);
  private static final Map<String, String> MEMORY =
      Map.of("mode", "755", "size", "25%", "nr_inodes", "1m");

  /**
   * @param label what SELinux is to see of the machine's own file systems
   */
  public static ImageRoot of(
      ImageDirectory image,
      Optional<UserNamespace> users,
      Optional<IdMap> owners,
      Optional<String> label) {
    return new ImageRoot(image, users, owners, Shift.of(users, label));
  }

  private static Fd directory(Path path) {
    return Descriptors.onHost(
        BytePath.of(path.toString()), Descriptors.O_PATH | Descriptors.O_DIRECTORY);
  }

  /**
   * Where mounts can be taken from.
   *
   * @param place where nothing is mounted yet
   */
  public MountSources sources(Remains remains, Path place) {
    return new MountSources(image, users, owners, shift, remains, directory(place));
  }

  /** Puts the root directory together, and shows it at the place. */
  public MachineTree show(FileView view, HostFiles hostFiles, CustomMounts custom, Path where) {
    ImagePreparation preparation = new ImagePreparation(hostFiles);
    Optional<Fd> other = custom.takeRoot();
    try (Fd place = directory(where)) {
      if (other.isPresent()) {
        return prepared(attached(other.get(), place), preparation);
      }
      return switch (view.volatility()) {
        case NO, STATE -> {
          if (!image.isHost()) {
            preparation.prepare(onDisk());
          }
          yield ofDisk(view, place);
        }
        case YES -> inMemory(preparation, place);
        case OVERLAY -> prepared(attached(overlay(place), place), preparation);
      };
    }
  }

  private ImageTree files() {
    return image.files();
  }

  /** The files as they are on the disk; what is made there gets the owner that is shown as root. */
  private ImageTree onDisk() {
    long root = owners.isPresent() ? owners.get().extents().get(0).inside() : shift.base();
    return ImageTree.at(files().root(), root);
  }

  private MachineTree ofDisk(FileView view, Fd place) {
    Fd copy = mapped(Mounts.copy(files().root()));
    MachineTree tree = attached(copy, place);
    try {
      if (view.pivot().isPresent() && view.pivot().get().old().isPresent()) {
        Fd whole = mapped(Mounts.copy(image.disk()));
        try (whole;
            Fd target = tree.place(view.pivot().get().old().get(), true)) {
          Mounts.attach(whole, target);
        }
      }
      if (view.rootIsLocked()) {
        // With all that the host has mounted below the image.
        Mounts.restrict(copy, Set.of(MountFlag.READ_ONLY), true);
      }
      if (view.volatility() == FileView.Volatility.STATE) {
        tree.mount(memory(), "/var");
      }
      return tree;
    } catch (RuntimeException | Error e) {
      tree.close();
      throw e;
    }
  }

  /** Only /usr is the image's. */
  private MachineTree inMemory(ImagePreparation preparation, Fd place) {
    requireMergedUsr();
    Fd usr;
    try (Fd source = Descriptors.inside(files().root(), BytePath.of(USR))) {
      usr = mapped(Mounts.copy(source));
    }
    MachineTree tree;
    try {
      Mounts.restrict(usr, Set.of(MountFlag.READ_ONLY), true);
      tree = attached(memory(), place);
    } catch (RuntimeException | Error e) {
      usr.close();
      throw e;
    }
    try {
      tree.makeDirectory(USR, 0755);
      tree.mount(usr, USR);
      for (String name : List.of("bin", "sbin", "lib", "lib32", "lib64", "libx32")) {
        if (files().exists(USR + "/" + name) || files().readLink(name).isPresent()) {
          tree.owned().link(name, "usr/" + name);
        }
      }
      tree.makeDirectory("/etc", 0755);
      tree.makeDirectory("/var", 0755);
      return prepared(tree, preparation);
    } catch (RuntimeException | Error e) {
      tree.close();
      throw e;
    }
  }

  private void requireMergedUsr() {
    if (files().exists("/bin") && files().readLink("/bin").isEmpty()) {
      throw new Failure(
          ExitStatus.FAILED,
          "cannot start a volatile machine in " + image.path(),
          "its programs are not all in /usr: /bin is not a link",
          "use --volatile=overlay, or an image with merged /usr");
    }
  }

  /** The image below, memory above. */
  private Fd overlay(Fd place) {
    Fd lower = mapped(Mounts.copyAlone(files().root()));
    try (lower;
        Fd memory = memory()) {
      // Before Linux 6.15 an overlay takes only what is mounted somewhere.
      Mounts.attach(memory, place);
      Mounts.attach(lower, place);
      // As it is shown: the owner has been mapped already.
      FileStatus root = FileStatus.of(lower);
      ImageTree upper = ImageTree.at(memory);
      upper.directory("upper", root.mode(), (int) root.uid(), (int) root.gid());
      upper.directory("work", 0755, 0, 0);
      try (Fd directory = Descriptors.inside(memory, BytePath.of("upper"));
          Fd work = Descriptors.inside(memory, BytePath.of("work"))) {
        Mounts.UpperLayer layer = new Mounts.UpperLayer(directory, work);
        return Mounts.overlay(List.of(lower), Optional.of(layer), Set.of());
      } finally {
        Mounts.detach(lower);
        Mounts.detach(memory);
      }
    }
  }

  private Fd memory() {
    return Mounts.create("tmpfs", shift.owned(MEMORY), VOLATILE);
  }

  private Fd mapped(Fd tree) {
    try {
      if (owners.isPresent()) {
        OwnerMaps.toMachine(tree, owners.get());
      }
      return tree;
    } catch (RuntimeException | Error e) {
      tree.close();
      throw e;
    }
  }

  private MachineTree attached(Fd tree, Fd place) {
    try {
      Mounts.attach(tree, place);
      return MachineTree.at(tree, shift);
    } catch (RuntimeException | Error e) {
      tree.close();
      throw e;
    }
  }

  private static MachineTree prepared(MachineTree tree, ImagePreparation preparation) {
    try {
      preparation.prepare(tree.owned());
      return tree;
    } catch (RuntimeException | Error e) {
      tree.close();
      throw e;
    }
  }
}
