package jbuild.runner.image.store;

import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.Optional;
import jbuild.runner.Failure;
import jbuild.runner.image.ImageTree;

/** What the files of a tree say of the system in it; see os-release(5), machine-id(5). */
public record SystemInside(
    Optional<String> hostname, Optional<String> machineId, Optional<String> prettyName) {
  private static final int LARGEST = 64 * 1024;
  private static final String PRETTY = "PRETTY_NAME=";

  /** Of a tree that may be hostile. */
  public static SystemInside of(Path path) {
    try (ImageTree tree = ImageTree.open(path)) {
      return new SystemInside(
          first(tree, "etc/hostname"),
          first(tree, "etc/machine-id").filter(id -> id.matches("[0-9a-f]{32}")),
          pretty(tree, "etc/os-release").or(() -> pretty(tree, "usr/lib/os-release")));
    }
  }

  private static Optional<String> first(ImageTree tree, String path) {
    return text(tree, path)
        .flatMap(text -> text.lines().filter(line -> !line.startsWith("#")).findFirst())
        .map(String::strip)
        .filter(line -> !line.isEmpty());
  }

  private static Optional<String> pretty(ImageTree tree, String path) {
    return text(tree, path)
        .flatMap(text -> text.lines().filter(line -> line.startsWith(PRETTY)).findFirst())
        .map(line -> line.substring(PRETTY.length()).replaceAll("^[\"']|[\"']$", ""));
  }

  private static Optional<String> text(ImageTree tree, String path) {
    try {
      return tree.read(path, LARGEST).map(bytes -> new String(bytes, StandardCharsets.UTF_8));
    } catch (Failure failure) {
      // What is no file there, or too long for one, says nothing.
      return Optional.empty();
    }
  }
}
