package jbuild.runner.tree;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.EnumSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import jbuild.runner.linux.Fd;
import jbuild.runner.linux.FileStatus;
import jbuild.runner.linux.MountFlag;
import jbuild.runner.linux.Mounts;
import jbuild.runner.settings.CustomMount;
import jbuild.runner.settings.CustomMount.Origin;
import jbuild.runner.settings.CustomMount.Owners;

/**
 * Something to be shown in a machine: a tree that is not mounted anywhere yet.
 *
 * @param owner whose owner is to be shown as the target's, if anything's is
 */
record ReadyMount(String target, Fd tree, Optional<FileStatus> owner) {
  static ReadyMount of(CustomMount.Bind bind, MountSources sources) {
    try (Fd source = sources.open(bind.origin())) {
      FileStatus status = FileStatus.of(source);
      Fd tree = bind.recursive() ? Mounts.copy(source) : Mounts.copyAlone(source);
      try {
        mapOwners(tree, status, bind, sources);
        if (bind.readOnly()) {
          Mounts.restrict(tree, Set.of(MountFlag.READ_ONLY), bind.recursive());
        }
      } catch (RuntimeException | Error e) {
        tree.close();
        throw e;
      }
      boolean follows = bind.owners() == Owners.TARGET_OWNER;
      return new ReadyMount(bind.target(), tree, follows ? Optional.of(status) : Optional.empty());
    }
  }

  private static void mapOwners(
      Fd tree, FileStatus source, CustomMount.Bind bind, MountSources sources) {
    switch (bind.owners()) {
      case MAPPED -> {
        if (sources.users().isEmpty()) {
          throw MountSources.unusable(
              "cannot map the owners of " + tree.name() + " for " + bind.target(),
              "the machine has no users of its own",
              "give it some with --private-users=, or leave out idmap");
        }
        OwnerMaps.toMachine(tree, sources.users().get());
      }
      case ROOT_OWNER -> {
        long root = sources.shift().base();
        OwnerMaps.oneToOne(tree, source, root, root);
      }
      case AS_THEY_ARE -> {
        if (sources.isMapped(bind.origin())) {
          OwnerMaps.toMachine(tree, sources.owners().orElseThrow());
        }
      }
      case TARGET_OWNER -> {
        // Known when the target is there.
        return;
      }
    }
  }

  static ReadyMount of(CustomMount.Tmpfs tmpfs, MountSources sources) {
    Fd tree = TmpfsOptions.parse(tmpfs.options(), sources.shift()).make();
    return new ReadyMount(tmpfs.target(), tree, Optional.empty());
  }

  static ReadyMount of(CustomMount.Described described, MountSources sources) {
    MountWords words = MountWords.of(described.options());
    if (!described.type().equals(CustomMount.Described.BIND)) {
      String source = described.source().orElse(described.type());
      Fd made = Mounts.create(described.type(), source, words.options(), words.flags());
      return new ReadyMount(described.target(), made, Optional.empty());
    }
    if (!words.options().isEmpty()) {
      throw MountSources.unusable(
          "cannot mount anything on " + described.target(),
          "bind mounts have no option " + words.options().keySet().iterator().next(),
          "leave it out");
    }
    try (Fd source = sources.open(new Origin.Host(Path.of(described.source().orElseThrow())))) {
      Fd tree = words.recursive() ? Mounts.copy(source) : Mounts.copyAlone(source);
      try {
        if (!words.flags().isEmpty()) {
          Mounts.restrict(tree, words.flags(), words.recursive());
        }
      } catch (RuntimeException | Error e) {
        tree.close();
        throw e;
      }
      return new ReadyMount(described.target(), tree, Optional.empty());
    }
  }

  static ReadyMount of(CustomMount.Overlay overlay, MountSources sources) {
    try (OverlayLayers layers = new OverlayLayers(sources)) {
      List<Fd> lower = new ArrayList<>();
      for (Origin origin : overlay.lower()) {
        lower.add(layers.lower(origin));
      }
      Collections.reverse(lower);
      Optional<Mounts.UpperLayer> upper = overlay.upper().map(layers::upper);
      Set<MountFlag> flags = upper.isPresent() ? Set.of() : EnumSet.of(MountFlag.READ_ONLY);
      return new ReadyMount(
          overlay.target(), Mounts.overlay(lower, upper, flags), Optional.empty());
    }
  }

  boolean isDirectory() {
    return FileStatus.of(tree).isDirectory();
  }

  /** To be called before it is mounted, with the file or directory that it will cover. */
  void follow(Fd place) {
    if (owner.isPresent()) {
      FileStatus covered = FileStatus.of(place);
      OwnerMaps.oneToOne(tree, owner.get(), covered.uid(), covered.gid());
    }
  }
}
