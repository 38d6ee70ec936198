package jbuild.builder.distribution.pacman;

import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HexFormat;
import java.util.List;
import java.util.stream.Stream;
import jbuild.runner.ExitStatus;
import jbuild.runner.Failure;

/**
 * The lists of packages that pacman has fetched. One that is no archive means to it that there are
 * no packages, and it says nothing.
 *
 * @param directory that they are in
 */
record PackageLists(Path directory) {
  /** How archives begin that libarchive(3) reads: gzip, zstd, xz, bzip2, lz4. */
  private static final List<String> BEGINNINGS =
      List.of("1f8b", "28b52ffd", "fd377a58", "425a68", "04224d18");

  private static final int LONGEST = 4;

  /** Fails where one is something else, such as the page of a network that wants a login. */
  void check() {
    try (Stream<Path> files = Files.list(directory)) {
      for (Path file : files.filter(path -> path.toString().endsWith(".db")).toList()) {
        check(file);
      }
    } catch (IOException e) {
      throw PacmanTool.unusable(directory, e);
    }
  }

  private static void check(Path file) throws IOException {
    try (InputStream in = Files.newInputStream(file)) {
      String beginning = HexFormat.of().formatHex(in.readNBytes(LONGEST));
      if (BEGINNINGS.stream().noneMatch(beginning::startsWith)) {
        throw new Failure(
            ExitStatus.NETWORK,
            "cannot read the list of packages " + file.getFileName(),
            beginning.isEmpty() ? "it is empty" : "the mirror answers with something else",
            "see whether a proxy or a login page stands between; else name another mirror");
      }
    }
  }
}
