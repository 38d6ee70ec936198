package jbuild.builder.toolset;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import jbuild.builder.plan.Command;

/**
 * A tree that has programs: the host itself, or one that was made of packages.
 *
 * @param root what the programs see as /
 */
public record ProgramTree(Path root) {
  /**
   * Where files and directories of a build are best bound: on the machine's own tmpfs, so that
   * nothing is made for them in the tree, least of all in the host's.
   */
  public static final String PLACE = "/run/jbuild/";

  /** Where machines look for programs; see environ(7). */
  private static final List<String> PATH =
      List.of("usr/local/sbin", "usr/local/bin", "usr/sbin", "usr/bin", "sbin", "bin");

  public ProgramTree {
    if (!root.isAbsolute()) {
      throw new IllegalArgumentException("not absolute: " + root);
    }
  }

  boolean hasAll(List<String> programs) {
    return programs.stream().allMatch(this::has);
  }

  private boolean has(String program) {
    Stream<Path> places = PATH.stream().map(root::resolve);
    return places.anyMatch(place -> Files.isExecutable(place.resolve(program)));
  }

  /** One of the programs, to be run in a sandbox; what it works on is still to be bound. */
  public Command command(String... argv) {
    return command(List.of(argv));
  }

  public Command command(List<String> argv) {
    return Command.in(root, argv);
  }
}
