package jbuild.builder.distribution.debian;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;
import jbuild.builder.plan.Command;

/**
 * A tree with debootstrap in it: the host itself, or one that was made for the purpose.
 *
 * @param root what the programs see as /
 */
public record Tools(Path root) {
  // On the machine's own tmpfs: nothing is made for them in the tree, least of all in the host's.
  static final String TARGET = "/run/jbuild/target";
  static final String MIRROR = "/run/jbuild/mirror";

  private static final Path HOST = Path.of("/");
  private static final List<String> PROGRAMS =
      List.of("debootstrap", "gpgv", "dpkg", "dpkg-deb", "perl", "tar", "wget", "chroot", "mount");

  public Tools {
    if (!root.isAbsolute()) {
      throw new IllegalArgumentException("not absolute: " + root);
    }
  }

  /** The host, if it has all programs. */
  public static Optional<Tools> ofHost(Map<String, String> environment) {
    List<Path> path =
        Stream.concat(
                Arrays.stream(environment.getOrDefault("PATH", "").split(":")),
                Stream.of("/usr/sbin", "/usr/bin", "/sbin", "/bin"))
            .filter(directory -> directory.startsWith("/"))
            .map(Path::of)
            .toList();
    return ofPath(path);
  }

  static Optional<Tools> ofPath(List<Path> path) {
    boolean complete = PROGRAMS.stream().allMatch(program -> isOn(path, program));
    return complete ? Optional.of(new Tools(HOST)) : Optional.empty();
  }

  private static boolean isOn(List<Path> path, String program) {
    return path.stream().anyMatch(directory -> Files.isExecutable(directory.resolve(program)));
  }

  /** A program of this tree, with both directories in sight. */
  Command command(Path target, Path view, List<String> argv) {
    return Command.in(root, argv).bind(target, TARGET).bindReadOnly(view, MIRROR);
  }
}
