package jbuild.runner.image.store;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.PosixFilePermission;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.List;
import java.util.Set;
import jbuild.runner.ExitStatus;
import jbuild.runner.Failure;
import jbuild.runner.Reasons;

/** Files for people: settings and checksums. Whoever reads one finds the old or the new text. */
public final class SmallFile {
  private SmallFile() {}

  /**
   * Replaces the file, or makes it and the directories above. Settings have passwords at times: who
   * may read it is taken from the original, and a file that has none is for its owner alone.
   *
   * @param original the same file or another; it may be missing
   */
  public static void write(Path file, byte[] content, Path original) {
    try {
      Set<PosixFilePermission> mode =
          Files.exists(original)
              ? Files.getPosixFilePermissions(original)
              : PosixFilePermissions.fromString("rw-------");
      Files.createDirectories(file.getParent());
      Path aside = Files.createTempFile(file.getParent(), ".#", "");
      try {
        Files.write(aside, content);
        Files.setPosixFilePermissions(aside, mode);
        Files.move(aside, file, StandardCopyOption.ATOMIC_MOVE);
      } finally {
        Files.deleteIfExists(aside);
      }
    } catch (IOException e) {
      throw failure("cannot write " + file, e);
    }
  }

  public static byte[] read(Path file) {
    try {
      return Files.readAllBytes(file);
    } catch (IOException e) {
      throw failure("cannot read " + file, e);
    }
  }

  static void copy(Path from, Path to) {
    write(to, read(from), from);
  }

  /** It may be missing. */
  static void remove(Path file) {
    try {
      Files.deleteIfExists(file);
    } catch (IOException e) {
      throw failure("cannot remove " + file, e);
    }
  }

  private static Failure failure(String what, IOException e) {
    return new Failure(
        ExitStatus.FAILED, what, Reasons.of(e), "look at the file and its directory", List.of(), e);
  }
}
