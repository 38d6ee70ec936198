package jbuild.builder.toolset;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.util.HexFormat;
import java.util.List;
import java.util.Optional;
import jbuild.builder.digest.Sha256;
import jbuild.builder.text.Unwritable;

/**
 * What a program said of itself, kept in the cache until the program changes: a machine for the
 * question alone takes longer than the answer.
 *
 * @param file has the lines
 */
public record KeptAnswer(Path file) {
  private static final int NAME_BYTES = 8;

  /**
   * Of a program.
   *
   * @param directory of the cache, for answers of its kind
   */
  public static KeptAnswer of(ProgramTree tools, String program, Path directory) {
    return new KeptAnswer(directory.resolve("generation-" + key(tools, program)));
  }

  /** Empty when nobody has asked yet, or not for long. */
  public Optional<List<String>> lines() {
    try {
      return Optional.of(Files.readAllLines(file));
    } catch (IOException e) {
      return Optional.empty();
    }
  }

  public void keep(List<String> lines) {
    try {
      Files.createDirectories(file.getParent());
      Files.write(file, lines);
    } catch (IOException e) {
      throw Unwritable.inCache(file, e);
    }
  }

  /** Which program it is. A link is not followed: it may lead out of the tree. */
  private static String key(ProgramTree tools, String name) {
    Path program = tools.root().resolve("usr/bin").resolve(name);
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
}
