package jbuild.comparison.rows;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

/**
 * Where one machine runs: a system of its own, and files to show in it.
 *
 * @param name the machine's; nobody else on this host has it
 */
record Place(Path directory, String name) {
  Path tree() {
    return directory.resolve(name);
  }

  Path files() {
    return directory.resolve("files");
  }

  /** Words of a row stand for every place. */
  String filled(String text) {
    return text.replace("{tree}", tree().toString())
        .replace("{files}", files().toString())
        .replace("{name}", name);
  }

  void fill(SmallSystem system) throws IOException {
    Files.createDirectories(files());
    Files.writeString(files().resolve("greeting"), "hello\n");
    system.copiedTo(tree());
  }
}
