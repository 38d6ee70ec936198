package jbuild.runner.nspawn;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.ThreadLocalRandom;
import jbuild.runner.ExitStatus;
import jbuild.runner.Failure;
import jbuild.runner.settings.MachineName;
import jbuild.runner.settings.Source.Kind;

/**
 * Which image is meant, and what its machine is called.
 *
 * @param path absolute, on the host
 * @param name without what tells snapshots apart: settings files are called by it
 */
public record Target(Path path, Kind kind, MachineName name) {
  private static final Path MACHINES = Path.of("/var/lib/machines");
  private static final List<Path> PLACES =
      List.of(
          Path.of("/etc/machines"),
          Path.of("/run/machines"),
          MACHINES,
          Path.of("/var/lib/container"),
          Path.of("/usr/local/lib/machines"),
          Path.of("/usr/lib/machines"));
  private static final String DISK = ".raw";

  /** The hexadecimal digits behind the name of a snapshot, and the dash. */
  private static final int SUFFIX = 17;

  private static final int LONGEST = 64;

  /** What the options say: a directory, a disk image, a name, or nothing, which means here. */
  public static Target of(Draft draft) {
    ImageDraft image = draft.image;
    image.snapshotTemplate();
    Optional<String> name = draft.execution.machine();
    if (image.image().isPresent()) {
      return named(image.image().get(), Kind.DISK, name, draft.here);
    }
    if (image.directory().isPresent()) {
      return named(image.directory().get(), Kind.DIRECTORY, name, draft.here);
    }
    if (name.isEmpty()) {
      return named(Path.of("").toAbsolutePath(), Kind.DIRECTORY, name, draft.here);
    }
    if (image.template().isPresent()) {
      return named(MACHINES.resolve(name.get()), Kind.DIRECTORY, name, draft.here);
    }
    return stored(name.get());
  }

  private static Target stored(String name) {
    for (Path place : PLACES) {
      Path directory = place.resolve(name);
      if (Files.isDirectory(directory)) {
        return new Target(directory, Kind.DIRECTORY, new MachineName(name));
      }
      Path disk = place.resolve(name + DISK);
      if (Files.exists(disk)) {
        return new Target(disk, Kind.DISK, new MachineName(name));
      }
    }
    throw new Failure(
        ExitStatus.WRONG_USAGE,
        "cannot find the machine " + name,
        "there is no image of that name in " + MACHINES,
        "name its directory with --directory=, or its disk image with --image=");
  }

  private static Target named(Path path, Kind kind, Optional<String> name, Surroundings here) {
    return new Target(path, kind, name.map(MachineName::new).orElseGet(() -> of(path, kind, here)));
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
}
