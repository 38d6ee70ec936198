package jbuild.runner.image.store;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import jbuild.runner.image.MachineImages;

/** A store in a directory of a test, with everything that the host's has. */
final class SmallStore {
  final Path pool;
  final Path early;
  final Path vendor;
  final Path settings;
  final ImageStore store;

  SmallStore(Path directory) throws IOException {
    early = Files.createDirectory(directory.resolve("early"));
    pool = Files.createDirectory(directory.resolve("machines"));
    vendor = Files.createDirectory(directory.resolve("vendor"));
    settings = Files.createDirectory(directory.resolve("settings"));
    MachineImages images = new MachineImages(List.of(early, pool, vendor), pool);
    store = new ImageStore(new StorePlaces(images, List.of(settings), vendor));
  }

  /** An image with one file in it. */
  Path tree(String name) throws IOException {
    return tree(pool, name);
  }

  static Path tree(Path place, String name) throws IOException {
    Path tree = Files.createDirectory(place.resolve(name));
    Files.writeString(Files.createDirectory(tree.resolve("etc")).resolve("hostname"), name + "\n");
    return tree;
  }

  Path disk(String name) throws IOException {
    return Files.write(pool.resolve(name + ".raw"), new byte[8192]);
  }

  StoredImage get(String name) {
    return store.get(new ImageName(name), "cannot look");
  }

  /** Everything below the place of new images, by its name. */
  List<String> names() throws IOException {
    return names(pool);
  }

  static List<String> names(Path directory) throws IOException {
    try (Stream<Path> files = Files.list(directory)) {
      return files.map(file -> file.getFileName().toString()).sorted().toList();
    }
  }
}
