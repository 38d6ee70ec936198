package jbuild.builder.distribution;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
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
  static final String TARGET = "/target";
  static final String MIRROR = "/mirror";

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

  /** Where programs of this tree see the directory that becomes the image's parent. */
  String target(Path directory) {
    return isHost() ? directory.toString() : TARGET;
  }

  /** Where programs of this tree see a view of a mirror. */
  String mirror(Path view) {
    return isHost() ? view.toString() : MIRROR;
  }

  /** A program of this tree, with both directories in sight. */
  Command command(Path target, Path view, List<String> argv) {
    Command command = Command.in(root, new ArrayList<>(argv));
    // Nothing is mounted into the host's own tree: it has them where they are.
    return isHost() ? command : command.bind(target, TARGET).bindReadOnly(view, MIRROR);
  }

  private boolean isHost() {
    return root.equals(HOST);
  }
}
