package jbuild.runner.linux;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * The ways by which a new process comes into a control group of its own accord.
 *
 * <p>Whoever moves another process waits for a grace period of RCU, some milliseconds long. A
 * process that is made there (version 2), or that moves none but its own thread (version 1), waits
 * for nothing; see cgroup_procs_write_start in the kernel's cgroup.c.
 */
public final class CgroupEntrance implements AutoCloseable {
  /** Nobody's: the process is moved later, or stays where its parent is. */
  public static final CgroupEntrance NONE = new CgroupEntrance(List.of());

  private final List<Fd> threads = new ArrayList<>();
  private final List<Path> others = new ArrayList<>();
  private Optional<Fd> birthplace = Optional.empty();

  private CgroupEntrance(List<Path> outer) {
    try {
      for (Path directory : outer) {
        open(directory);
      }
    } catch (RuntimeException | Error e) {
      close();
      throw e;
    }
  }

  static CgroupEntrance of(ControlGroup group) {
    return new CgroupEntrance(group.directories());
  }

  private void open(Path outer) {
    Path inner = outer.resolve(ControlGroup.INNER);
    Path tasks = inner.resolve("tasks");
    if (Files.exists(tasks)) {
      threads.add(onHost(tasks, Descriptors.O_WRONLY));
    } else if (birthplace.isEmpty() && Cloning.knowsPlaces()) {
      birthplace = Optional.of(onHost(inner, Descriptors.O_DIRECTORY));
    } else {
      others.add(outer);
    }
  }

  private static Fd onHost(Path path, long flags) {
    return Descriptors.onHost(BytePath.of(path.toString()), flags);
  }

  /** Files that take the thread which writes a zero to them. */
  List<Fd> threads() {
    return threads;
  }

  /** The group to be made in. */
  Optional<Fd> birthplace() {
    return birthplace;
  }

  /** Where the process has still to be moved to. */
  public ControlGroup rest() {
    return new ControlGroup(others);
  }

  @Override
  public void close() {
    for (Fd file : threads) {
      file.close();
    }
    if (birthplace.isPresent()) {
      birthplace.get().close();
    }
  }
}
