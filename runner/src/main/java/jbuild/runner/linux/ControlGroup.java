package jbuild.runner.linux;

import java.io.IOException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import jbuild.runner.ExitStatus;
import jbuild.runner.Failure;
import jbuild.runner.Reasons;

/**
 * The control group of one machine.
 *
 * <p>It is two groups deep: what holds for the machine is set on the outer one, which the machine
 * cannot see; the inner one is the root of what it sees.
 *
 * @param directories the outer groups
 */
public record ControlGroup(List<Path> directories) {
  static final String INNER = "payload";
  private static final String PROCESSES = "cgroup.procs";
  private static final long PATIENCE_NANOS = 2_000_000_000;
  private static final long PAUSE_MILLIS = 1;

  public ControlGroup {
    directories = List.copyOf(directories);
  }

  /**
   * A group that does not exist yet: record it, then make it. It is in the hierarchies that keep
   * track of processes; in those of controllers only where there is no other.
   */
  public static ControlGroup planned(List<CgroupHierarchy> host, String name) {
    List<Path> all = new ArrayList<>();
    List<Path> managed = new ArrayList<>();
    for (CgroupHierarchy tree : host) {
      Path group = tree.own().resolve(name);
      all.add(group);
      if (tree.isManaged()) {
        managed.add(group);
      }
    }
    return new ControlGroup(managed.isEmpty() ? all : managed);
  }

  /** The groups of that name that a process is in. */
  public static ControlGroup around(List<CgroupHierarchy> ofProcess, String name) {
    List<Path> directories = new ArrayList<>();
    for (CgroupHierarchy tree : ofProcess) {
      if (tree.own().endsWith(name)) {
        directories.add(tree.own());
      }
    }
    return new ControlGroup(directories);
  }

  /** The inner groups alone: of a group that somebody else has made only they are ours. */
  public ControlGroup inner() {
    List<Path> inner = new ArrayList<>();
    for (Path outer : directories) {
      inner.add(outer.resolve(INNER));
    }
    return new ControlGroup(inner);
  }

  public void make() {
    makeOuter();
    makeInner();
  }

  /** What limits a machine is set between this and {@link #makeInner}: some of it is inherited. */
  public void makeOuter() {
    for (Path outer : directories) {
      make(outer);
    }
  }

  public void makeInner() {
    for (Path outer : directories) {
      make(outer.resolve(INNER));
    }
  }

  private static void make(Path group) {
    try {
      if (!Files.exists(group)) {
        Files.createDirectory(group);
      }
      fillSets(group);
    } catch (IOException e) {
      throw new Failure(
          ExitStatus.HOST_CANNOT,
          "cannot make the control group " + group,
          Reasons.of(e),
          "run as root; in a container, give it a cgroup file system that can be written",
          List.of(),
          e);
    }
  }

  private static void fillSets(Path group) throws IOException {
    // A new group of the cpuset controller of version 1 takes no process before these are set.
    for (String file : List.of("cpuset.cpus", "cpuset.mems")) {
      Path parents = group.resolveSibling(file);
      if (Files.exists(parents) && Files.exists(group.resolveSibling("cpuset.cpu_exclusive"))) {
        Files.writeString(group.resolve(file), Files.readString(parents));
      }
    }
  }

  /** To be closed when the process is there. */
  public CgroupEntrance entrance() {
    return CgroupEntrance.of(this);
  }

  /** Moves a process in: it and what it starts belong to the machine from now on. */
  public void add(int pid) {
    for (Path outer : directories) {
      try {
        Files.writeString(outer.resolve(INNER).resolve(PROCESSES), Integer.toString(pid));
      } catch (IOException e) {
        throw new Failure(
            ExitStatus.HOST_CANNOT,
            "cannot move process " + pid + " to the control group " + outer,
            Reasons.of(e),
            "run as root; see 'jbuild doctor'",
            List.of(),
            e);
      }
    }
  }

  /** Gives a machine's root what it manages itself: its group, not what limits it. */
  public void delegate(List<CgroupHierarchy> host, long root) {
    for (CgroupHierarchy tree : host) {
      if (tree.isManaged()) {
        Optional<Path> outer = in(tree);
        if (outer.isPresent()) {
          give(outer.get().resolve(INNER), root);
        }
      }
    }
  }

  /** The outer group in the tree, if it has one there. */
  public Optional<Path> in(CgroupHierarchy tree) {
    for (Path outer : directories) {
      if (outer.startsWith(tree.mountPoint())) {
        return Optional.of(outer);
      }
    }
    return Optional.empty();
  }

  private static void give(Path group, long root) {
    List<String> files =
        List.of("", PROCESSES, "tasks", "cgroup.threads", "cgroup.subtree_control");
    for (String file : files) {
      Path path = group.resolve(file);
      if (Files.exists(path)) {
        try (Fd fd = Descriptors.onHost(BytePath.of(path.toString()))) {
          Attributes.setOwner(fd, root, root);
        }
      }
    }
  }

  /**
   * Kills what is left in the group, and removes it.
   *
   * @return whether it is gone; a process that waits for a disk cannot be killed before it is done
   */
  public boolean remove() {
    long deadline = System.nanoTime() + PATIENCE_NANOS;
    for (Path outer : directories) {
      killAtOnce(outer);
    }
    boolean gone = true;
    for (Path outer : directories) {
      while (!removed(outer) && System.nanoTime() < deadline) {
        killEach(outer);
        // The last process is gone for wait(2) a moment before it is gone for its group.
        pause();
      }
      gone &= !Files.exists(outer);
    }
    return gone;
  }

  private static void killAtOnce(Path group) {
    Path kill = group.resolve("cgroup.kill");
    if (Files.exists(kill)) {
      try {
        Files.writeString(kill, "1");
      } catch (IOException e) {
        // Then one by one.
        killEach(group);
      }
    }
  }

  private static void killEach(Path group) {
    for (int pid : processes(group)) {
      LibC.syscall(Call.KILL.number(), pid, Signals.KILL);
    }
  }

  private static boolean removed(Path group) {
    try {
      // Few machines make groups: what is in it is only looked for when it cannot be removed.
      Files.deleteIfExists(group.resolve(INNER));
      Files.deleteIfExists(group);
      return true;
    } catch (IOException e) {
      return removedWithAllBelow(group);
    }
  }

  private static boolean removedWithAllBelow(Path group) {
    try {
      for (Path child : children(group)) {
        if (!removed(child)) {
          return false;
        }
      }
      Files.delete(group);
      return true;
    } catch (NoSuchFileException e) {
      return true;
    } catch (IOException e) {
      return false;
    }
  }

  private static List<Integer> processes(Path group) {
    List<Integer> pids = new ArrayList<>();
    try {
      for (String pid : Files.readAllLines(group.resolve(PROCESSES))) {
        // 0 is a process that our pid namespace does not show.
        if (!pid.equals("0")) {
          pids.add(Integer.valueOf(pid));
        }
      }
      for (Path child : children(group)) {
        pids.addAll(processes(child));
      }
    } catch (IOException e) {
      // The group vanished meanwhile, and its processes with it.
      return pids;
    }
    return pids;
  }

  private static List<Path> children(Path group) throws IOException {
    List<Path> children = new ArrayList<>();
    try (DirectoryStream<Path> entries = Files.newDirectoryStream(group)) {
      for (Path entry : entries) {
        if (Files.isDirectory(entry)) {
          children.add(entry);
        }
      }
    }
    return children;
  }

  private static void pause() {
    try {
      Thread.sleep(PAUSE_MILLIS);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }
}
