package jbuild.runner.image;

import java.io.IOException;
import java.nio.file.DirectoryIteratorException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import jbuild.runner.ExitStatus;
import jbuild.runner.Failure;
import jbuild.runner.Reasons;

/**
 * A directory whose name ends in .v holds versions of one thing; the newest is meant. See
 * systemd.v(7): in web.raw.v they are web_1.raw, web_2.raw, web_3_x86-64.raw.
 */
public final class VersionedPath {
  private static final String SUFFIX = ".v";
  private static final Map<String, String> PROCESSORS =
      Map.of("amd64", "x86-64", "aarch64", "arm64", "x86", "x86", "arm", "arm");
  private static final List<String> ALL_PROCESSORS =
      List.of(
          "x86-64",
          "x86",
          "arm64",
          "arm",
          "riscv64",
          "riscv32",
          "ppc64-le",
          "ppc64",
          "ppc",
          "s390x",
          "s390",
          "loongarch64",
          "mips64-le",
          "mips64",
          "mips-le",
          "mips",
          "alpha",
          "parisc",
          "ia64",
          "sparc64",
          "sparc",
          "tilegx",
          "arc",
          "arc-be",
          "nios2",
          "m68k",
          "sh");

  /**
   * One file that has a version.
   *
   * @param left how often it may still be tried; empty when nobody counts
   */
  private record Candidate(
      Path path, String version, boolean isForProcessor, Optional<Integer> left) {
    /** Whatever has used up its attempts comes last. */
    boolean isBetterThan(Candidate other) {
      boolean isUsable = left.isEmpty() || left.get() > 0;
      boolean isOtherUsable = other.left.isEmpty() || other.left.get() > 0;
      if (isUsable != isOtherUsable) {
        return isUsable;
      }
      int order = VersionOrder.compare(version, other.version);
      return order != 0 ? order > 0 : isForProcessor && !other.isForProcessor;
    }
  }

  private final Path directory;
  private final String stem;
  private final String ending;

  private VersionedPath(Path directory, String stem, String ending) {
    this.directory = directory;
    this.stem = stem;
    this.ending = ending;
  }

  /**
   * The newest version, or the path itself when it is not about versions.
   *
   * @param path as the user has written it: NAME.v/ or NAME.raw.v/, or in it a name with three
   *     underscores in place of the version
   * @param ending of what is wanted where the path does not say it: .raw, or nothing for trees
   */
  public static Path resolve(Path path, String ending) {
    Path absolute = path.toAbsolutePath().normalize();
    String name = String.valueOf(absolute.getFileName());
    Path parent = absolute.getParent();
    int mark = name.indexOf("___");
    if (mark >= 0 && isVersions(parent)) {
      return new VersionedPath(parent, name.substring(0, mark), name.substring(mark + 3)).newest();
    }
    if (!isVersions(absolute) || name.equals(SUFFIX)) {
      return path;
    }
    String stem = name.substring(0, name.length() - SUFFIX.length());
    boolean isSaid = !ending.isEmpty() && stem.endsWith(ending) && !stem.equals(ending);
    String alone = isSaid ? stem.substring(0, stem.length() - ending.length()) : stem;
    return new VersionedPath(absolute, alone, ending).newest();
  }

  /** Whether it is a directory of versions. */
  static boolean isVersions(Path path) {
    return path != null
        && path.getFileName() != null
        && path.getFileName().toString().endsWith(SUFFIX)
        && Files.isDirectory(path);
  }

  private Path newest() {
    Optional<Candidate> best = Optional.empty();
    try (DirectoryStream<Path> files = Files.newDirectoryStream(directory)) {
      for (Path file : files) {
        Optional<Candidate> candidate = candidate(file);
        if (candidate.isPresent() && (best.isEmpty() || candidate.get().isBetterThan(best.get()))) {
          best = candidate;
        }
      }
    } catch (IOException | DirectoryIteratorException e) {
      IOException cause =
          e instanceof IOException io ? io : ((DirectoryIteratorException) e).getCause();
      throw failure(Reasons.of(cause));
    }
    return best.orElseThrow(() -> failure("it has no version of " + stem + ending)).path();
  }

  private Failure failure(String why) {
    return new Failure(
        ExitStatus.FAILED,
        "cannot pick a version in " + directory,
        why,
        "put something like " + stem + "_1" + ending + " there");
  }

  private Optional<Candidate> candidate(Path file) {
    String name = file.getFileName().toString();
    String start = stem.isEmpty() || stem.endsWith("_") ? stem : stem + "_";
    boolean isLong = name.length() > start.length() + ending.length();
    if (!isLong || !name.startsWith(start) || !name.endsWith(ending)) {
      return Optional.empty();
    }
    if (ending.isEmpty() ? !Files.isDirectory(file) : Files.isDirectory(file)) {
      return Optional.empty();
    }
    String version = name.substring(start.length(), name.length() - ending.length());
    int plus = version.lastIndexOf('+');
    Optional<Integer> left = plus < 0 ? Optional.empty() : attempts(version.substring(plus + 1));
    if (left.isPresent()) {
      version = version.substring(0, plus);
    }
    return forProcessor(file, version, left);
  }

  /** LEFT or LEFT-DONE: how often it may still be tried, and how often it was. */
  private static Optional<Integer> attempts(String text) {
    int dash = text.indexOf('-');
    String left = dash < 0 ? text : text.substring(0, dash);
    boolean isCount = isNumber(left) && (dash < 0 || isNumber(text.substring(dash + 1)));
    return isCount ? Optional.of(Integer.valueOf(left)) : Optional.empty();
  }

  private static boolean isNumber(String text) {
    return text.matches("[0-9]{1,9}");
  }

  private static Optional<Candidate> forProcessor(Path file, String text, Optional<Integer> left) {
    String processor = PROCESSORS.getOrDefault(System.getProperty("os.arch"), "");
    int underscore = text.lastIndexOf('_');
    String last = text.substring(underscore + 1);
    boolean isMarked = ALL_PROCESSORS.contains(last);
    if (isMarked && !last.equals(processor)) {
      return Optional.empty();
    }
    String version = isMarked ? text.substring(0, Math.max(underscore, 0)) : text;
    return version.contains("_")
        ? Optional.empty()
        : Optional.of(new Candidate(file, version, isMarked, left));
  }
}
