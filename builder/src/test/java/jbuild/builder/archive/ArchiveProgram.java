package jbuild.builder.archive;

import java.nio.file.Path;

/** Archives a tree in a process of its own, which may have another locale. */
final class ArchiveProgram {
  private ArchiveProgram() {}

  public static void main(String... args) {
    Archives.write(Path.of(args[0]), Path.of(args[1]), Compression.NONE, notice -> {});
  }
}
