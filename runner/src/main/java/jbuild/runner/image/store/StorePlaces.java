package jbuild.runner.image.store;

import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import jbuild.runner.image.MachineImages;

/**
 * Where the images of a store are, and what belongs to them.
 *
 * @param images in the order in which they are searched
 * @param settings the directories of administrators' settings files, in the order of their weight
 * @param vendor what is below it is nobody's to change
 */
public record StorePlaces(MachineImages images, List<Path> settings, Path vendor) {
  private static final List<Path> SETTINGS =
      List.of(Path.of("/etc/systemd/nspawn"), Path.of("/run/systemd/nspawn"));
  private static final Path VENDOR = Path.of("/usr");

  public StorePlaces {
    settings = List.copyOf(settings);
    if (settings.isEmpty()) {
      throw new IllegalArgumentException("no place for settings files");
    }
  }

  /** Those of machines on the host, with {@code JBUILD_MACHINES} for /var/lib/machines. */
  public static StorePlaces ofHost(Map<String, String> environment) {
    return new StorePlaces(MachineImages.of(environment), SETTINGS, VENDOR);
  }

  /** Those of another kind of images: of portable services or extensions. */
  public static StorePlaces of(List<Path> directories, Path pool) {
    return new StorePlaces(new MachineImages(directories, pool), SETTINGS, VENDOR);
  }

  /** Where new images are made. */
  public Path pool() {
    return images.pool();
  }
}
