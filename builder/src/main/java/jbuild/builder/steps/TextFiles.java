package jbuild.builder.steps;

import java.nio.charset.StandardCharsets;
import java.util.Optional;
import jbuild.runner.image.ImageTree;
import jbuild.runner.linux.FileStatus;

/** Configuration files of an image, as texts. */
final class TextFiles {
  static final int LARGEST = 4 * 1024 * 1024;

  private static final int MODE = 0644;

  private TextFiles() {}

  static Optional<String> read(ImageTree tree, String path) {
    // Bytes that are not UTF-8 survive an edit, because this encoding keeps every byte.
    return tree.read(path, LARGEST).map(bytes -> new String(bytes, StandardCharsets.ISO_8859_1));
  }

  /** Writes a text of ours as a file that everybody may read. */
  static void write(ImageTree tree, String path, String text) {
    tree.write(path, text.getBytes(StandardCharsets.UTF_8), MODE, 0, 0);
  }

  /** Writes what {@link #read} gave, with changes; mode and owner stay. */
  static void edit(ImageTree tree, String path, String text) {
    FileStatus status = tree.status(path);
    byte[] bytes = text.getBytes(StandardCharsets.ISO_8859_1);
    tree.write(path, bytes, status.mode(), (int) status.uid(), (int) status.gid());
  }
}
