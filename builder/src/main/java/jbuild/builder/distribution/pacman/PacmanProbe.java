package jbuild.builder.distribution.pacman;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.Optional;
import jbuild.builder.digest.Sha256;
import jbuild.builder.plan.Workspace;
import jbuild.builder.text.Unwritable;
import jbuild.builder.toolset.ProgramTree;

/**
 * Asks pacman which generation it is. A machine for the question alone takes longer than its
 * answer, so that is kept until the program changes.
 */
record PacmanProbe(ProgramTree tools) {
  private static final String PROGRAM = "pacman";
  private static final int NAME_BYTES = 8;

  PacmanGeneration ask(Workspace workspace) {
    Path file = workspace.cache().resolve(PROGRAM).resolve("generation-" + key());
    return kept(file).orElseGet(() -> askNow(workspace, file));
  }

  private static Optional<PacmanGeneration> kept(Path file) {
    try {
      return PacmanGeneration.saying(Files.readAllLines(file));
    } catch (IOException e) {
      // Nobody has asked yet, or not for long.
      return Optional.empty();
    }
  }

  private PacmanGeneration askNow(Workspace workspace, Path file) {
    List<String> lines = new ArrayList<>();
    workspace.sandbox().run(tools.command(PROGRAM, "--version").with("LC_ALL", "C"), lines::add);
    PacmanGeneration generation = PacmanGeneration.of(lines);
    keep(file, lines);
    return generation;
  }

  private static void keep(Path file, List<String> lines) {
    try {
      Files.createDirectories(file.getParent());
      Files.write(file, lines);
    } catch (IOException e) {
      throw Unwritable.inCache(file, e);
    }
  }

  /** Which program it is. A link is not followed: it may lead out of the tree. */
  private String key() {
    Path program = tools.root().resolve("usr/bin").resolve(PROGRAM);
    String text = program.toString();
    try {
      text += Files.getLastModifiedTime(program, LinkOption.NOFOLLOW_LINKS);
      if (Files.isSymbolicLink(program)) {
        text += Files.readSymbolicLink(program);
      }
    } catch (IOException e) {
      // It is elsewhere, and then only its tree tells it from others.
      text += "?";
    }
    byte[] hash = Sha256.start().digest(text.getBytes(UTF_8));
    return HexFormat.of().formatHex(hash, 0, NAME_BYTES);
  }
}
