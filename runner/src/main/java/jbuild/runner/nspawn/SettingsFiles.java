package jbuild.runner.nspawn;

import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import jbuild.runner.ExitStatus;
import jbuild.runner.Failure;
import jbuild.runner.linux.BytePath;
import jbuild.runner.linux.Contents;
import jbuild.runner.linux.Descriptors;
import jbuild.runner.linux.Errno;
import jbuild.runner.linux.Fd;
import jbuild.runner.linux.FileStatus;
import jbuild.runner.linux.SyscallFailure;
import jbuild.runner.settings.MachineName;

/** Where the settings files of machines are: in the administrator's places, or beside images. */
public final class SettingsFiles {
  private static final List<Path> OF_SYSTEM =
      List.of(Path.of("/etc/systemd/nspawn"), Path.of("/run/systemd/nspawn"));
  private static final String ENDING = ".nspawn";
  private static final int LARGEST = 256 * 1024;

  private final List<Path> places;

  /** The files in these places are trusted. */
  public SettingsFiles(List<Path> places) {
    this.places = List.copyOf(places);
  }

  /** The places of the system, or of the user when an option says so. */
  public static SettingsFiles of(Draft draft) {
    return new SettingsFiles(draft.frame.ofUser() ? ofUser(draft.here) : OF_SYSTEM);
  }

  private static List<Path> ofUser(Surroundings here) {
    String own = here.variable("XDG_CONFIG_HOME");
    String home = here.variable("HOME");
    if (own.startsWith("/")) {
      return List.of(Path.of(own, "systemd", "nspawn"));
    }
    return home.startsWith("/")
        ? List.of(Path.of(home, ".config", "systemd", "nspawn"))
        : List.of();
  }

  /** The first one that there is. What is there, but cannot be read, is a failure. */
  Optional<SettingsFile> find(MachineName machine, Path image, Surroundings here) {
    String name = machine + ENDING;
    for (Path place : places) {
      Optional<SettingsFile> file = find(place, name, true, here);
      if (file.isPresent()) {
        return file;
      }
    }
    return beside(image.toAbsolutePath().resolveSibling(name), here);
  }

  /** The one that is called after an image, without what says how that is stored. */
  static Optional<SettingsFile> of(Path image, Surroundings here) {
    return beside(image.resolveSibling(image.getFileName() + ENDING), here);
  }

  private static Optional<SettingsFile> beside(Path file, Surroundings here) {
    Path place = file.getParent();
    return place == null
        ? Optional.empty()
        : find(place, file.getFileName().toString(), false, here);
  }

  private static Optional<SettingsFile> find(
      Path place, String name, boolean trusted, Surroundings here) {
    Path path = place.resolve(name);
    try (Fd file = trusted ? open(path) : open(place, name)) {
      FileStatus status = FileStatus.of(file);
      if (!status.isRegular()) {
        throw unusable(path, "it is " + status.type());
      }
      return Optional.of(SettingsReader.read(path, trusted, content(path, file), here));
    } catch (SyscallFailure failure) {
      if (failure.errno() == Errno.ENOENT || failure.errno() == Errno.ENOTDIR) {
        return Optional.empty();
      }
      throw unusable(path, failure.why());
    }
  }

  private static Fd open(Path path) {
    return Descriptors.onHost(BytePath.of(path.toString()));
  }

  /** Whoever can write beside an image must not make us read what is elsewhere. */
  private static Fd open(Path place, String name) {
    try (Fd directory = open(place)) {
      return Descriptors.inside(directory, BytePath.of(name));
    }
  }

  private static byte[] content(Path path, Fd place) {
    try (Fd file = Descriptors.reopen(place, Descriptors.O_RDONLY)) {
      byte[] content = Contents.read(file, LARGEST + 1);
      if (content.length > LARGEST) {
        throw unusable(path, "it is larger than 256 KiB");
      }
      return content;
    }
  }

  private static Failure unusable(Path path, String why) {
    return new Failure(
        ExitStatus.WRONG_USAGE,
        "cannot read " + path,
        why,
        "mend the file, or start the machine with --settings=no");
  }
}
