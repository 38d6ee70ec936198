package jbuild.builder.distribution.dnf;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.Optional;
import jbuild.builder.digest.Sha256;
import jbuild.builder.plan.ProgramFailure;
import jbuild.builder.plan.Workspace;
import jbuild.builder.toolset.ProgramTree;
import jbuild.runner.ExitStatus;
import jbuild.runner.Failure;

/**
 * Asks dnf which generation it is, for a host can have either by the same name. It takes dnf longer
 * to answer than to install a package, so the answer is kept until the program changes.
 */
record GenerationProbe(ProgramTree tools) {
  private static final int NAME_BYTES = 8;

  Generation ask(Workspace workspace) {
    Path file = workspace.cache().resolve("dnf").resolve("generation-" + key());
    return kept(file).orElseGet(() -> askNow(workspace, file));
  }

  /** What it is called in the tree. */
  static String program(ProgramTree tools) {
    return tools.has("dnf") ? "dnf" : "dnf5";
  }

  private static Optional<Generation> kept(Path file) {
    try {
      return known(Files.readAllLines(file));
    } catch (IOException e) {
      // Nobody has asked yet, or not for long.
      return Optional.empty();
    }
  }

  private Generation askNow(Workspace workspace, Path file) {
    List<String> lines = new ArrayList<>();
    try {
      workspace
          .sandbox()
          .run(tools.command(program(tools), "--version").with("LC_ALL", "C"), lines::add);
    } catch (ProgramFailure failure) {
      // It fails after its version, for want of a list of packages where it runs.
      if (known(lines).isEmpty()) {
        throw failure;
      }
    }
    Generation generation = known(lines).orElseThrow(() -> unknown(lines));
    keep(file, lines);
    return generation;
  }

  private static void keep(Path file, List<String> lines) {
    try {
      Files.createDirectories(file.getParent());
      Files.write(file, lines);
    } catch (IOException e) {
      throw new Failure(
          ExitStatus.FAILED,
          "cannot write " + file,
          String.valueOf(e.getMessage()),
          "free some space there, or set JBUILD_CACHE to a directory with more");
    }
  }

  private static Optional<Generation> known(List<String> lines) {
    return lines.stream().flatMap(line -> Generation.saying(line).stream()).findFirst();
  }

  /** Which program it is. A link is not followed: it may lead out of the tree. */
  private String key() {
    Path program = tools.root().resolve("usr/bin").resolve(program(tools));
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
    byte[] hash = Sha256.start().digest(text.getBytes(StandardCharsets.UTF_8));
    return HexFormat.of().formatHex(hash, 0, NAME_BYTES);
  }

  private static Failure unknown(List<String> lines) {
    return new Failure(
        ExitStatus.HOST_CANNOT,
        "cannot use this dnf",
        "its version is none of 4 or 5: " + String.join(" ", lines),
        "write tools = \"auto\" and remove it from this host: jbuild brings its own");
  }
}
