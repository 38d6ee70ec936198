package jbuild.runner.linux;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import jbuild.runner.ExitStatus;
import jbuild.runner.Failure;
import jbuild.runner.Reasons;

/**
 * A group of version 2 that controllers can limit the groups below.
 *
 * <p>That takes a group without processes of its own, or the host's first one: see "No Internal
 * Process Constraint" in {@code cgroup-v2.rst} of the kernel's documentation. The group that jbuild
 * is in has at least one. When it has no other, jbuild makes way for it and moves into a group
 * below, as systemd-nspawn does. Else the nearest group above is taken that is free of processes:
 * no process of anybody else is moved.
 *
 * @param moves whether jbuild has to leave it first
 * @param missing the controllers that have to be switched on
 */
public record LimitableParent(Path group, boolean moves, List<String> missing) {
  private static final String PROCESSES = "cgroup.procs";
  private static final String HAS = "cgroup.controllers";
  private static final String GIVES = "cgroup.subtree_control";
  private static final String SUPERVISOR = "supervisor";

  public LimitableParent {
    missing = List.copyOf(missing);
  }

  /**
   * The best one. Nothing is changed yet.
   *
   * @throws Failure when there is none
   */
  public static LimitableParent in(CgroupHierarchy tree, Collection<String> controllers) {
    return in(tree, controllers, OwnProcess.pid());
  }

  static LimitableParent in(CgroupHierarchy tree, Collection<String> controllers, long self) {
    Path group = tree.own();
    while (group.startsWith(tree.mountPoint())) {
      List<String> missing = new ArrayList<>(controllers);
      missing.removeAll(words(group, GIVES));
      if (missing.isEmpty()) {
        return new LimitableParent(group, false, missing);
      }
      if (words(group, HAS).containsAll(missing)) {
        boolean first = !Files.exists(group.resolve("cgroup.type"));
        List<String> processes = words(group, PROCESSES);
        if (first || processes.isEmpty()) {
          return new LimitableParent(group, false, missing);
        }
        if (processes.equals(List.of(Long.toString(self))) && !isSupervisor(group)) {
          return new LimitableParent(group, true, missing);
        }
      }
      group = group.getParent();
    }
    throw new Failure(
        ExitStatus.HOST_CANNOT,
        "cannot limit groups in " + tree.own() + " by " + String.join(", ", controllers),
        "it and the groups above it have processes of their own, or lack these controllers",
        "start jbuild in a group of its own; in a container, move its processes to a group below");
  }

  private static boolean isSupervisor(Path group) {
    return group.endsWith(SUPERVISOR);
  }

  /** Switches the controllers on for the groups below. */
  public void prepare() {
    if (missing.isEmpty()) {
      return;
    }
    try {
      if (moves) {
        Path away = group.resolve(SUPERVISOR);
        Files.createDirectories(away);
        write(away.resolve(PROCESSES), Long.toString(OwnProcess.pid()));
      }
      write(group.resolve(GIVES), all(missing));
    } catch (IOException e) {
      throw new Failure(
          ExitStatus.HOST_CANNOT,
          "cannot switch on " + String.join(", ", missing) + " in " + group,
          Reasons.of(e),
          "run as root; in a container, give it a cgroup file system that can be written",
          List.of(),
          e);
    }
  }

  /** Lets a machine use in groups of its own what limits its outer group. */
  public static void shareWith(Path outer) {
    List<String> controllers = words(outer, HAS);
    if (controllers.isEmpty()) {
      return;
    }
    try {
      write(outer.resolve(GIVES), all(controllers));
    } catch (IOException e) {
      // It is limited all the same; only what it starts cannot be told apart.
      return;
    }
  }

  private static String all(List<String> controllers) {
    return "+" + String.join(" +", controllers);
  }

  private static void write(Path file, String value) throws IOException {
    Files.writeString(file, value, StandardOpenOption.WRITE);
  }

  private static List<String> words(Path group, String file) {
    try {
      String text = Files.readString(group.resolve(file)).strip();
      return text.isEmpty() ? List.of() : List.of(text.split("\\s+"));
    } catch (IOException e) {
      throw new Failure(
          ExitStatus.HOST_CANNOT,
          "cannot find a control group that can be limited",
          group.resolve(file) + ": " + Reasons.of(e),
          "start jbuild in a group that is not threaded, with a cgroup file system it can read",
          List.of(),
          e);
    }
  }
}
