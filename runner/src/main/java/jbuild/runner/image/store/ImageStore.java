package jbuild.runner.image.store;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.TreeSet;
import jbuild.runner.ExitStatus;
import jbuild.runner.Failure;
import jbuild.runner.image.DiskUsage;
import jbuild.runner.image.Image;
import jbuild.runner.linux.BytePath;
import jbuild.runner.linux.Descriptors;
import jbuild.runner.linux.Directories;
import jbuild.runner.linux.Fd;

/** The images that can be started by their names. */
public final class ImageStore {
  private static final Path ROOT = Path.of("/");
  private static final String RAW = ".raw";
  private static final String VERSIONS = ".v";
  private static final String LAYERS = ".mstack";

  private final StorePlaces places;
  private final ImageReader reader;

  public ImageStore(StorePlaces places) {
    this.places = places;
    this.reader = new ImageReader(places.vendor());
  }

  public StorePlaces places() {
    return places;
  }

  /** All of them by their names, also hidden ones and the host itself. */
  public List<StoredImage> all() {
    TreeSet<ImageName> names = new TreeSet<>();
    names.add(ImageName.HOST);
    for (Path directory : places.images().directories()) {
      if (Files.isDirectory(directory)) {
        addNames(directory, names);
      }
    }
    List<StoredImage> images = new ArrayList<>();
    for (ImageName name : names) {
      unlessItVanishes(name).ifPresent(images::add);
    }
    return images;
  }

  private static void addNames(Path path, TreeSet<ImageName> names) {
    try (Fd directory = Descriptors.onHost(BytePath.of(path.toString()))) {
      for (BytePath entry : Directories.names(directory)) {
        ImageName.of(entry).flatMap(name -> meant(path, name)).ifPresent(names::add);
      }
    }
  }

  /** Which image a file is, or is a part of, judging by its name. */
  private static Optional<ImageName> meant(Path directory, ImageName file) {
    String name = file.value();
    Path path = directory.resolve(name);
    if (Files.isRegularFile(path)) {
      return without(name, RAW);
    }
    if (Files.isDirectory(path) && name.endsWith(VERSIONS)) {
      String stem = name.substring(0, name.length() - VERSIONS.length());
      return without(stem, RAW)
          .or(() -> Optional.of(stem).filter(ImageName::isValid).map(ImageName::new));
    }
    if (Files.isDirectory(path) && name.endsWith(LAYERS)) {
      return without(name, LAYERS);
    }
    return Files.exists(path) ? Optional.of(file) : Optional.empty();
  }

  private static Optional<ImageName> without(String name, String ending) {
    return Optional.of(name)
        .filter(text -> text.endsWith(ending))
        .map(text -> text.substring(0, text.length() - ending.length()))
        .filter(ImageName::isValid)
        .map(ImageName::new);
  }

  /** Others remove images too; and a directory of versions may have none. */
  private Optional<StoredImage> unlessItVanishes(ImageName name) {
    try {
      return find(name);
    } catch (Failure failure) {
      return Optional.empty();
    }
  }

  /** The image of that name, if there is one. */
  public Optional<StoredImage> find(ImageName name) {
    Optional<Image> found = places.images().find(name.value());
    if (found.isEmpty() && name.equals(ImageName.HOST)) {
      found = Optional.of(new Image.Directory(ROOT));
    }
    return found.map(image -> reader.read(name, image));
  }

  /**
   * The image of that name.
   *
   * @param what was tried with it, for the case that there is none
   */
  public StoredImage get(ImageName name, String what) {
    return find(name)
        .orElseThrow(
            () ->
                new Failure(
                    ExitStatus.FAILED,
                    what,
                    "No image '" + name + "' known",
                    "'jbuild images --all' lists those that there are"));
  }

  /** The same image; what it takes is counted file by file where nobody else counts. */
  public StoredImage measured(StoredImage image) {
    if (image.isHost() || image.space().usage().isPresent()) {
      return image;
    }
    try {
      return image.with(image.space().counted(DiskUsage.of(image.path())));
    } catch (Failure failure) {
      // A machine may be changing it, or mount something in it: then nobody knows.
      return image;
    }
  }

  /** What all images in the place of new ones take, where that is counted. */
  public Space poolSpace() {
    Path pool = places.pool();
    return Files.isDirectory(pool) ? Space.counted(pool) : Space.UNKNOWN;
  }
}
