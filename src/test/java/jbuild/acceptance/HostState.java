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
 * All that a machine could leave behind on the host.
 *
 * @param groups the control groups that jbuild makes
 * @param files of jbuild's own, where they do not belong
 */
record HostState(
    Set<String> mounts,
    Set<String> loopDevices,
    Set<String> links,
    Set<String> groups,
    Set<String> files) {

  static HostState now() {
    try (Stream<String> mounts = Files.lines(Path.of("/proc/self/mountinfo"))) {
      return new HostState(
          mounts.collect(Collectors.toCollection(TreeSet::new)),
          namesIn("/sys/block").filter(HostState::isAttached).collect(Collectors.toSet()),
          namesIn("/sys/class/net").collect(Collectors.toCollection(TreeSet::new)),
          groupsNow(),
          Stream.of("/tmp", "/var/tmp", "/run", "/run/jbuild/machines")
              .flatMap(directory -> namesIn(directory).map(name -> directory + "/" + name))
              .filter(path -> path.contains("jbuild") && !path.equals("/run/jbuild"))
              .filter(path -> !path.contains("jbuild-acceptance"))
              .collect(Collectors.toCollection(TreeSet::new)));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static boolean isAttached(String device) {
    return Files.exists(Path.of("/sys/block", device, "loop", "backing_file"));
  }

  static Set<String> groupsNow() {
    try (Stream<Path> tree = Files.walk(Path.of("/sys/fs/cgroup"), 3)) {
      return tree.map(Path::toString)
          .filter(path -> path.contains("/jbuild-"))
          .collect(Collectors.toCollection(TreeSet::new));
    } catch (IOException | UncheckedIOException e) {
      // A group vanished while we looked: look again.
      return groupsNow();
    }
  }

  /** The processes in groups of jbuild's machines. */
  static List<String> processesInMachines() {
    return groupsNow().stream()
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
