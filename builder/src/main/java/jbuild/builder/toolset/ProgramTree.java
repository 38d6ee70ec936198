package jbuild.builder.toolset;

import java.nio.file.Path;
import java.util.List;
import jbuild.builder.plan.Command;
import jbuild.runner.image.ImageTree;
import jbuild.runner.linux.FileStatus;

/**
 * A tree that has programs: the host itself, an image, or one that was made of packages.
 *
 * @param root what the programs see as /
 * @param kept whether it is somebody's image, in which nothing is to change
 */
public record ProgramTree(Path root, boolean kept) {
  /**
   * Where files and directories of a build are best bound: on the machine's own tmpfs, so that
   * nothing is made for them in the tree, least of all in the host's.
   */
  public static final String PLACE = "/run/jbuild/";

  /** Where machines look for programs; see environ(7). */
  private static final List<String> PATH =
      List.of("/usr/local/sbin", "/usr/local/bin", "/usr/sbin", "/usr/bin", "/sbin", "/bin");

  /** What somebody has set there is about other systems than those that are built. */
  private static final List<String> SETTINGS =
      List.of(
          "/etc/apt",
          "/etc/dnf",
          "/etc/dpkg",
          "/etc/gnupg",
          "/etc/pacman.d",
          "/etc/rpm",
          "/etc/yum",
          "/etc/yum.repos.d",
          "/etc/zypp");

  private static final int EXECUTABLE = 0111;

  public ProgramTree {
    if (!root.isAbsolute()) {
      throw new IllegalArgumentException("not absolute: " + root);
    }
  }

  /** The host, or one of our own. */
  public ProgramTree(Path root) {
    this(root, false);
  }

  /** Whether all of the set is there. */
  public boolean hasAll(Toolset wanted) {
    return wanted.missingIn(this).isEmpty();
  }

  /** Whether machines find a program of this name. Links lead nowhere outside of the tree. */
  public boolean has(String program) {
    try (ImageTree tree = ImageTree.open(root)) {
      return PATH.stream().anyMatch(place -> isExecutable(tree, place + "/" + program));
    }
  }

  private static boolean isExecutable(ImageTree tree, String path) {
    if (!tree.exists(path)) {
      return false;
    }
    FileStatus status = tree.status(path);
    return status.isRegular() && (status.mode() & EXECUTABLE) != 0;
  }

  /**
   * The same program, without the settings that package tools have in the tree.
   *
   * @param nothing an empty directory
   */
  public Command withoutSettings(Command command, Path nothing) {
    Command without = command;
    try (ImageTree tree = ImageTree.open(root)) {
      for (String path : SETTINGS) {
        if (tree.exists(path) && tree.status(path).isDirectory()) {
          without = without.bindReadOnly(nothing, path);
        }
      }
    }
    return without;
  }

  /** One of the programs, to be run in a sandbox; what it works on is still to be bound. */
  public Command command(String... argv) {
    return command(List.of(argv));
  }

  public Command command(List<String> argv) {
    Command command = Command.in(root, argv);
    return kept ? command.forgettingChanges() : command;
  }
}
