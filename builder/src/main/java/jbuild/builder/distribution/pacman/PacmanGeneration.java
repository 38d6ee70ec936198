package jbuild.builder.distribution.pacman;

import java.util.List;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import jbuild.runner.ExitStatus;
import jbuild.runner.Failure;

/**
 * What differs between generations of pacman: see pacman.conf(5) of each.
 *
 * @param since the first major version
 * @param settings lines that the others do not know
 */
record PacmanGeneration(int since, List<String> settings) {
  /**
   * Newest first. Pacman 7 can fetch as another user, in a sandbox of its own: here all of it runs
   * in one, whose tree need not have that user.
   */
  private static final List<PacmanGeneration> ALL =
      List.of(
          new PacmanGeneration(7, List.of("DisableSandbox")), new PacmanGeneration(6, List.of()));

  private static final Pattern VERSION = Pattern.compile(".*\\bPacman v(\\d+)\\..*");

  PacmanGeneration {
    settings = List.copyOf(settings);
  }

  /** The one that said this when it was asked for its version. */
  static PacmanGeneration of(List<String> lines) {
    return saying(lines)
        .orElseThrow(
            () ->
                new Failure(
                    ExitStatus.HOST_CANNOT,
                    "cannot use pacman",
                    "it does not say which version it is: " + String.join(" ", lines),
                    "install pacman again, or remove it so that jbuild brings its own"));
  }

  /** The same; nothing when the lines have no version in them. */
  static Optional<PacmanGeneration> saying(List<String> lines) {
    for (String line : lines) {
      Matcher version = VERSION.matcher(line);
      if (version.matches()) {
        return Optional.of(ofMajor(Integer.parseInt(version.group(1))));
      }
    }
    return Optional.empty();
  }

  private static PacmanGeneration ofMajor(int major) {
    return ALL.stream()
        .filter(generation -> major >= generation.since())
        .findFirst()
        .orElseThrow(
            () ->
                new Failure(
                    ExitStatus.HOST_CANNOT,
                    "cannot use pacman " + major,
                    "it is older than pacman 6",
                    "install a newer one, or remove it so that jbuild brings its own"));
  }
}
