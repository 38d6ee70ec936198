package jbuild.runner.image.store;

import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;

/** The files that belong to an image: checksums beside it, and settings of its machine. */
final class Sidecars {
  /** The settings of the machine, that systemd-nspawn reads; see systemd.nspawn(5). */
  static final String SETTINGS = ".nspawn";

  /** What proves the content of a disk image; see systemd-nspawn(1), --root-hash=. */
  static final List<String> PROOFS =
      List.of(".roothash", ".roothash.p7s", ".usrhash", ".usrhash.p7s", ".verity");

  static final List<String> ENDINGS = Stream.concat(Stream.of(SETTINGS), PROOFS.stream()).toList();

  /**
   * One of them.
   *
   * @param ending what comes behind the name
   */
  record Sidecar(Path path, String ending) {
    /** The file that it is for another image, in the same directory. */
    Path of(ImageName other) {
      return path.resolveSibling(other + ending);
    }
  }

  private Sidecars() {}

  /** Those that there are of an image, in all places. */
  static List<Sidecar> of(StoredImage image, StorePlaces places) {
    List<Sidecar> sidecars = proofs(image.path().getParent(), image.name());
    List<Path> directories = new ArrayList<>(places.settings());
    directories.add(image.path().getParent());
    for (Path directory : directories) {
      add(directory, image.name(), SETTINGS, sidecars);
    }
    return sidecars;
  }

  /** Those that there are in one directory. */
  static List<Sidecar> beside(Path directory, ImageName name) {
    List<Sidecar> sidecars = proofs(directory, name);
    add(directory, name, SETTINGS, sidecars);
    return sidecars;
  }

  /** What proves the content of an image, in one directory. */
  private static List<Sidecar> proofs(Path directory, ImageName name) {
    List<Sidecar> sidecars = new ArrayList<>();
    for (String ending : PROOFS) {
      add(directory, name, ending, sidecars);
    }
    return sidecars;
  }

  private static void add(Path directory, ImageName name, String ending, List<Sidecar> sidecars) {
    Path path = directory.resolve(name + ending);
    if (Files.isRegularFile(path, LinkOption.NOFOLLOW_LINKS)) {
      sidecars.add(new Sidecar(path, ending));
    }
  }
}
