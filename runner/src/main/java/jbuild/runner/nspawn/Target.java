package jbuild.runner.nspawn;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import java.util.concurrent.ThreadLocalRandom;
import jbuild.runner.ExitStatus;
import jbuild.runner.Failure;
import jbuild.runner.Reasons;
import jbuild.runner.image.Image;
import jbuild.runner.image.MachineImages;
import jbuild.runner.image.VersionedPath;
import jbuild.runner.image.store.WriteProtection;
import jbuild.runner.settings.MachineName;
import jbuild.runner.settings.Source.Kind;

/**
 * Which image is meant, and what its machine is called.
 *
 * @param path absolute, on the host
 * @param name without what tells snapshots apart: settings files are called by it
 */
public record Target(Path path, Kind kind, MachineName name) {
  /** Images of packages are not the administrator's to change. */
  private static final Path VENDOR = Path.of("/usr");

  private static final String DISK = ".raw";
  private static final String LAYOUT = ".oci";
  private static final String[] ENDINGS = {DISK, ".img", ".qcow2", ".squashfs", ".erofs", LAYOUT};

  /** The hexadecimal digits behind the name of a snapshot, and the dash. */
  private static final int SUFFIX = 17;

  private static final int LONGEST = 64;

  /**
   * What the options say: a directory, a disk image, a name, or nothing, which means here. It is
   * there, if it is not going to be made from a template.
   */
  public static Target of(Draft draft) {
    Target target = meant(draft);
    return target.existing(draft.image.template().isPresent());
  }

  /** An image that something else than options has found. */
  public static Target at(Image image, Draft draft) {
    Kind kind = kind(image);
    Path path = image.path().toAbsolutePath().normalize();
    Optional<String> name = draft.execution.machine();
    if (name.isPresent() || path.getFileName() == null) {
      return named(path, kind, name, draft.here);
    }
    return new Target(path, kind, MachineName.from(stem(path, kind)));
  }

  /** Where the image would be if it were a directory: what lies beside it is called by that. */
  public Path plainPath() {
    return path.getFileName() == null ? path : path.resolveSibling(stem(path, kind));
  }

  /** The file name without what says only how an image is stored, or which one of several it is. */
  private static String stem(Path path, Kind kind) {
    String file = path.getFileName().toString();
    if (kind == Kind.DIRECTORY) {
      return file;
    }
    int tag = file.lastIndexOf(LAYOUT + ":");
    if (tag > 0) {
      return file.substring(0, tag);
    }
    int tar = file.lastIndexOf(".tar");
    if (tar > 0) {
      return file.substring(0, tar);
    }
    for (String ending : ENDINGS) {
      if (file.endsWith(ending) && !file.equals(ending)) {
        return file.substring(0, file.length() - ending.length());
      }
    }
    return file;
  }

  private static Kind kind(Image image) {
    if (image instanceof Image.Directory) {
      return Kind.DIRECTORY;
    }
    if (image instanceof Image.Disk) {
      return Kind.DISK;
    }
    if (image instanceof Image.Archive) {
      return Kind.ARCHIVE;
    }
    throw new Failure(
        ExitStatus.WRONG_USAGE,
        "cannot start a machine from " + image.path(),
        "this version of jbuild cannot stack the layers in it",
        "name another image");
  }

  private static Target meant(Draft draft) {
    ImageDraft image = draft.image;
    image.snapshotTemplate();
    Optional<String> name = draft.execution.machine();
    if (image.image().isPresent()) {
      Path disk = VersionedPath.resolve(image.image().get(), DISK);
      return named(disk, Kind.DISK, name, draft.here);
    }
    if (image.directory().isPresent()) {
      Path tree = VersionedPath.resolve(image.directory().get(), "");
      return named(tree, Kind.DIRECTORY, name, draft.here);
    }
    if (name.isEmpty()) {
      return named(Path.of("").toAbsolutePath(), Kind.DIRECTORY, name, draft.here);
    }
    if (image.template().isPresent()) {
      Path pool = MachineImages.of(draft.here.environment()).pool();
      return named(pool.resolve(name.get()), Kind.DIRECTORY, name, draft.here);
    }
    Target found = stored(name.get(), MachineImages.of(draft.here.environment()));
    if (found.path().startsWith(VENDOR) || WriteProtection.isOn(found.path())) {
      image.keep();
    }
    return found;
  }

  private static Target stored(String name, MachineImages images) {
    Image image =
        images
            .find(name)
            .orElseThrow(
                () ->
                    new Failure(
                        ExitStatus.WRONG_USAGE,
                        "cannot find the machine " + name,
                        "there is no image of that name in " + images.pool(),
                        "name its directory with --directory=, or its disk image with --image="));
    return new Target(image.path(), kind(image), new MachineName(name));
  }

  private static Target named(Path path, Kind kind, Optional<String> name, Surroundings here) {
    MachineName machine = name.isPresent() ? new MachineName(name.get()) : of(path, kind, here);
    return new Target(path, kind, machine);
  }

  private static MachineName of(Path path, Kind kind, Surroundings here) {
    Path last = path.getFileName();
    if (last == null) {
      return MachineName.from(here.hostname());
    }
    String name = last.toString();
    boolean cut = kind == Kind.DISK && name.endsWith(DISK);
    return MachineName.from(cut ? name.substring(0, name.length() - DISK.length()) : name);
  }

  /** The name of one snapshot's machine, other than those of all others. */
  MachineName nameOfSnapshot() {
    String stem = name.value();
    String kept = stem.substring(0, Math.min(stem.length(), LONGEST - SUFFIX));
    long random = ThreadLocalRandom.current().nextLong();
    return new MachineName(MachineName.from(kept) + "-" + String.format("%016x", random));
  }

  private Target existing(boolean copied) {
    boolean there = kind == Kind.DISK ? Files.exists(path) : Files.isDirectory(path);
    if (!there && copied) {
      return this;
    }
    if (!there) {
      throw new Failure(
          ExitStatus.WRONG_USAGE,
          "cannot use " + path,
          Files.exists(path) ? "it is no directory" : "there is no such file or directory",
          "name the root directory of a system, or a disk image");
    }
    try {
      return new Target(path.toRealPath(), kind, name);
    } catch (IOException e) {
      throw new Failure(
          ExitStatus.WRONG_USAGE, "cannot use " + path, Reasons.of(e), "name another image");
    }
  }
}
