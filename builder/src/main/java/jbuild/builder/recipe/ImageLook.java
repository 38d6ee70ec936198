package jbuild.builder.recipe;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import jbuild.builder.oci.image.LayoutReference;
import jbuild.builder.unpacked.ForeignFormat;
import jbuild.runner.Failure;
import jbuild.runner.image.ImageTree;
import jbuild.runner.image.disk.DiskImage;
import jbuild.runner.linux.BytePath;
import jbuild.runner.linux.Descriptors;
import jbuild.runner.linux.Fd;

/** What can be seen of an image at once, as far as who looks may see it: whether it can be one. */
record ImageLook(Path image) {
  private static final List<String> OF_SYSTEM = List.of("/etc/os-release", "/usr/lib/os-release");
  private static final List<String> OF_PROGRAMS = List.of("/usr", "/bin");
  private static final String INDEX = "index.json";
  private static final long SAFELY = Descriptors.O_NONBLOCK | Descriptors.O_NOCTTY;

  /** Why nothing can be built on it. */
  Optional<String> objection() {
    Optional<LayoutReference> layout = LayoutReference.of(image);
    if (layout.isPresent()) {
      return Files.notExists(layout.get().layout().resolve(INDEX))
          ? Optional.of("its layout has no " + INDEX)
          : Optional.empty();
    }
    if (Files.isDirectory(image)) {
      return has(OF_SYSTEM)
          ? Optional.empty()
          : Optional.of("there is no system in it, for it has no os-release");
    }
    return !Files.isRegularFile(image) || isImage()
        ? Optional.empty()
        : Optional.of("it is neither a disk nor an archive");
  }

  /** Why its programs cannot be run. */
  Optional<String> objectionAsTree() {
    if (!Files.isDirectory(image)) {
      return Optional.of("it is no directory");
    }
    return has(OF_PROGRAMS) ? Optional.empty() : Optional.of("there are no programs in it");
  }

  private boolean has(List<String> paths) {
    try (ImageTree tree = ImageTree.open(image)) {
      return paths.stream().anyMatch(tree::exists);
    } catch (Failure failure) {
      return true; // A build as root sees more.
    }
  }

  private boolean isImage() {
    try (Fd file = Descriptors.onHost(BytePath.of(image.toString()), SAFELY)) {
      return ForeignFormat.of(image).isPresent() || DiskImage.isOn(file);
    } catch (Failure failure) {
      return true; // A build as root sees more.
    }
  }
}
