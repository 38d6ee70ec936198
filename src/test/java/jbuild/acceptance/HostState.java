package jbuild.acceptance;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * All that a machine could leave behind on the host. Other machines may come and go meanwhile.
 *
 * @param groups the control groups of the machine
 * @param records what is written down of it
 */
record HostState(
    Set<String> mounts,
    Set<String> loopDevices,
    Set<String> links,
    Set<String> groups,
    Set<String> records) {

  static HostState with(String machine) {
    try (Stream<String> mounts = Files.lines(Path.of("/proc/self/mountinfo"))) {
      return new HostState(
          mounts.collect(Collectors.toCollection(TreeSet::new)),
          namesIn("/sys/block").filter(HostState::isAttached).collect(Collectors.toSet()),
          namesIn("/sys/class/net").collect(Collectors.toCollection(TreeSet::new)),
          groups(machine),
          namesIn("/run/jbuild/machines")
              .filter(name -> name.startsWith(machine + "."))
              .collect(Collectors.toSet()));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static boolean isAttached(String device) {
    return Files.exists(Path.of("/sys/block", device, "loop", "backing_file"));
  }

  static Set<String> groups(String machine) {
    // Where systemd runs the host.
    String scope = "/machine-" + machine.replace("-", "\\x2d") + ".scope";
    try (Stream<Path> tree = Files.walk(Path.of("/sys/fs/cgroup"), 3)) {
      return tree.map(Path::toString)
          .filter(path -> path.contains("/jbuild-" + machine + ".") || path.contains(scope))
          .collect(Collectors.toCollection(TreeSet::new));
    } catch (IOException | UncheckedIOException e) {
      // A group vanished while we looked: look again.
      return groups(machine);
    }
  }

  /** The processes in the groups of a machine. */
  static List<String> processes(String machine) {
    return groups(machine).stream()
        .map(group -> Path.of(group, "cgroup.procs"))
        .flatMap(HostState::lines)
        .toList();
  }

  private static Stream<String> lines(Path file) {
    try {
      return Files.readAllLines(file).stream();
    } catch (IOException e) {
      return Stream.of();
    }
  }

  private static Stream<String> namesIn(String directory) {
    try (Stream<Path> entries = Files.list(Path.of(directory))) {
      return entries.map(path -> path.getFileName().toString()).toList().stream();
    } catch (IOException e) {
      return Stream.of();
    }
  }
}
