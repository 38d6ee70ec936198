package jbuild.runner.tree;

import java.nio.file.Path;
import java.util.Optional;
import java.util.concurrent.ThreadLocalRandom;
import jbuild.runner.ExitStatus;
import jbuild.runner.Failure;
import jbuild.runner.image.ImageTree;
import jbuild.runner.linux.BytePath;
import jbuild.runner.linux.Descriptors;
import jbuild.runner.linux.Fd;
import jbuild.runner.linux.IdMap;
import jbuild.runner.settings.CustomMount.Origin;
import jbuild.runner.settings.UserNamespace;

/**
 * Where what is shown in a machine is taken from.
 *
 * @param image shows its files with the owners that they have on the disk
 * @param users whose ids the machine's users are
 * @param owners how the owners of the image's files are shown; as they are when empty
 * @param place a directory of the host that nobody else uses, to mount something on meanwhile
 */
public record MountSources(
    ImageDirectory image,
    Optional<UserNamespace> users,
    Optional<IdMap> owners,
    Shift shift,
    Remains remains,
    Fd place)
    implements AutoCloseable {
  private static final long AS_DIRECTORY = Descriptors.O_PATH | Descriptors.O_DIRECTORY;
  private static final Path TEMPORARY = Path.of("/var/tmp");

  /** A directory, and a name in it. */
  record Name(Path root, String path) {}

  /** A file or directory that exists, open as a place. */
  Fd open(Origin origin) {
    if (origin instanceof Origin.Host host) {
      return Descriptors.onHost(BytePath.of(host.path().toString()));
    }
    if (origin instanceof Origin.Image inside) {
      return Descriptors.inside(image.disk(), BytePath.of(inside.path()));
    }
    Name made = makeTemporary();
    return Descriptors.onHost(BytePath.of(made.root().resolve(made.path()).toString()));
  }

  /** The directory of such a name; what is made in the image has an owner that can be shown. */
  ImageTree files(Name name) {
    if (!name.root().equals(image.path())) {
      return ImageTree.open(name.root());
    }
    long base = owners.map(map -> map.extents().get(0).inside()).orElse(0L);
    return ImageTree.at(Descriptors.inside(image.disk(), BytePath.of("."), AS_DIRECTORY), base);
  }

  /** An empty directory that belongs to the machine's root until the machine ends. */
  Name makeTemporary() {
    Name name = new Name(TEMPORARY, "jbuild-" + random());
    remains.record(name.root(), name.path());
    try (ImageTree files = ImageTree.open(TEMPORARY)) {
      files.directory(name.path(), 0755, shift.host(0), shift.host(0));
    }
    return name;
  }

  /** Whether owners have to be mapped for the machine to know them. */
  boolean isMapped(Origin origin) {
    return owners.isPresent() && origin instanceof Origin.Image;
  }

  @Override
  public void close() {
    place.close();
  }

  static String random() {
    return "%016x".formatted(ThreadLocalRandom.current().nextLong());
  }

  static Failure unusable(String what, String why, String fix) {
    return new Failure(ExitStatus.FAILED, what, why, fix);
  }
}
