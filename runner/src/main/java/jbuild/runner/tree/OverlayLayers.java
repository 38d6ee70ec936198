package jbuild.runner.tree;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import jbuild.runner.image.ImageTree;
import jbuild.runner.linux.BytePath;
import jbuild.runner.linux.Descriptors;
import jbuild.runner.linux.Fd;
import jbuild.runner.linux.FileStatus;
import jbuild.runner.linux.Mounts;
import jbuild.runner.settings.CustomMount.Origin;

/** The directories that an overlay is made of, held open until it is made. */
final class OverlayLayers implements AutoCloseable {
  private final MountSources sources;
  private final List<Fd> open = new ArrayList<>();
  private final List<Fd> attached = new ArrayList<>();

  OverlayLayers(MountSources sources) {
    this.sources = sources;
  }

  /** One that is only read. */
  Fd lower(Origin origin) {
    Fd directory = directory(held(sources.open(origin)));
    return sources.isMapped(origin) ? mapped(directory) : directory;
  }

  /** The one that is written, with a work directory of its own beside it until the machine ends. */
  Mounts.UpperLayer upper(Origin origin) {
    MountSources.Name name = name(origin);
    Path path = Path.of(name.path());
    if (path.getFileName() == null) {
      throw MountSources.unusable(
          "cannot write to " + name.root().resolve(path) + " by an overlay",
          "the overlay's own files have no place beside it",
          "name a directory below it");
    }
    Path beside = path.resolveSibling(".#" + path.getFileName() + MountSources.random());
    Fd parent;
    try (ImageTree files = sources.files(name)) {
      directory(held(Descriptors.inside(files.root(), BytePath.of(name.path()))));
      sources.remains().record(name.root(), beside.toString());
      files.directory(beside.toString(), 0700, 0, 0);
      String above = path.getParent() == null ? "." : path.getParent().toString();
      parent = held(Descriptors.inside(files.root(), BytePath.of(above)));
    }
    // Both are to be on the same mount.
    Fd mount = sources.isMapped(origin) ? mapped(parent) : parent;
    return new Mounts.UpperLayer(child(mount, path), child(mount, beside));
  }

  private Fd child(Fd parent, Path path) {
    BytePath name = BytePath.of(path.getFileName().toString());
    return held(Descriptors.child(parent, name, Descriptors.O_PATH | Descriptors.O_DIRECTORY));
  }

  private MountSources.Name name(Origin origin) {
    if (origin instanceof Origin.Host host) {
      return new MountSources.Name(Path.of("/"), host.path().normalize().toString());
    }
    if (origin instanceof Origin.Image image) {
      return new MountSources.Name(
          sources.image().path(), Path.of(image.path()).normalize().toString());
    }
    return sources.makeTemporary();
  }

  // Before Linux 6.15 an overlay takes only what is mounted somewhere.
  private Fd mapped(Fd directory) {
    Fd tree = held(Mounts.copyAlone(directory));
    OwnerMaps.toMachine(tree, sources.owners().orElseThrow());
    return attached(tree);
  }

  Fd attached(Fd tree) {
    Mounts.attach(tree, sources.place());
    attached.add(tree);
    return tree;
  }

  Fd held(Fd fd) {
    open.add(fd);
    return fd;
  }

  private static Fd directory(Fd place) {
    if (!FileStatus.of(place).isDirectory()) {
      throw MountSources.unusable(
          "cannot use " + place.name() + " for an overlay",
          "it is not a directory",
          "name directories only");
    }
    return place;
  }

  @Override
  public void close() {
    for (int i = attached.size() - 1; i >= 0; i--) {
      Mounts.detach(attached.get(i));
    }
    open.forEach(Fd::close);
  }
}
