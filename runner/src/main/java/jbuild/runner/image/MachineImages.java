package jbuild.runner.image;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import jbuild.runner.linux.BytePath;
import jbuild.runner.linux.Descriptors;
import jbuild.runner.linux.Fd;
import jbuild.runner.linux.FileStatus;
import jbuild.runner.linux.FileType;

/** The directories of the host that have images of machines by their names. */
public final class MachineImages {
  /** In this order; what is found first hides the others. */
  private static final List<Path> OF_HOST =
      List.of(
          Path.of("/etc/machines"),
          Path.of("/run/machines"),
          Path.of("/var/lib/machines"),
          Path.of("/var/lib/container"),
          Path.of("/usr/local/lib/machines"),
          Path.of("/usr/lib/machines"));

  private static final String RAW = ".raw";

  private static final Path POOL = OF_HOST.get(2);

  private final List<Path> directories;
  private final Path pool;

  /**
   * Those in other directories, in this order.
   *
   * @param pool where new images are made; one of the directories
   */
  public MachineImages(List<Path> directories, Path pool) {
    this.directories = List.copyOf(directories);
    this.pool = pool;
  }

  /** Those of the host; {@code JBUILD_MACHINES} names another place than /var/lib/machines. */
  public static MachineImages of(Map<String, String> environment) {
    String other = environment.getOrDefault("JBUILD_MACHINES", "");
    if (other.isEmpty()) {
      return new MachineImages(OF_HOST, POOL);
    }
    Path pool = Path.of(other).toAbsolutePath().normalize();
    List<Path> directories = new ArrayList<>(OF_HOST);
    directories.set(OF_HOST.indexOf(POOL), pool);
    return new MachineImages(directories, pool);
  }

  /** Where new images are made. */
  public Path pool() {
    return pool;
  }

  /** Where images are looked for, in this order. */
  public List<Path> directories() {
    return directories;
  }

  /**
   * The image of a machine. It may be a link to somewhere else; its path is not resolved then.
   *
   * @param name a valid name of a machine: it becomes part of paths
   */
  public Optional<Image> find(String name) {
    for (Path directory : directories) {
      Optional<Image> image = find(directory, name);
      if (image.isPresent()) {
        return image;
      }
    }
    return Optional.empty();
  }

  private static Optional<Image> find(Path directory, String name) {
    Path tree = directory.resolve(name);
    if (Files.isDirectory(tree)) {
      return Optional.of(new Image.Directory(tree));
    }
    if (isDevice(tree)) {
      return Optional.of(new Image.Disk(tree));
    }
    Path disk = directory.resolve(name + RAW);
    if (Files.isRegularFile(disk) || isDevice(disk)) {
      return Optional.of(new Image.Disk(disk));
    }
    Path layers = directory.resolve(name + ".mstack");
    if (Files.isDirectory(layers)) {
      return Optional.of(new Image.Layers(layers));
    }
    Path disks = directory.resolve(name + RAW + ".v");
    if (VersionedPath.isVersions(disks)) {
      return Optional.of(new Image.Disk(VersionedPath.resolve(disks, RAW)));
    }
    Path trees = directory.resolve(name + ".v");
    return VersionedPath.isVersions(trees)
        ? Optional.of(new Image.Directory(VersionedPath.resolve(trees, "")))
        : Optional.empty();
  }

  private static boolean isDevice(Path path) {
    if (!Files.exists(path) || Files.isDirectory(path)) {
      return false;
    }
    try (Fd place = Descriptors.onHost(BytePath.of(path.toString()))) {
      return FileStatus.of(place).type() == FileType.BLOCK_DEVICE;
    }
  }
}
