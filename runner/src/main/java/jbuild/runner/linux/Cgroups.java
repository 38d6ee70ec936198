package jbuild.runner.linux;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * The control group hierarchies of this host: version 1, version 2, or both (hybrid).
 *
 * <p>Read from /proc/self/mountinfo and /proc/self/cgroup, as proc(5) and cgroups(7) describe them.
 */
public final class Cgroups {
  private static final Path MOUNTS = Path.of("/proc/self/mountinfo");

  private static final String SEPARATOR = " - ";

  private Cgroups() {}

  /** All that are mounted; none on a host without control groups. */
  public static List<CgroupHierarchy> ofHost() {
    return of("self");
  }

  /** The same; their own groups are those of a process. */
  public static List<CgroupHierarchy> of(int pid) {
    return of(Integer.toString(pid));
  }

  private static List<CgroupHierarchy> of(String process) {
    Path groups = Path.of("/proc", process, "cgroup");
    try {
      // Names of mount points are bytes of any kind, and nothing but ASCII matters here.
      return parse(
          Files.readAllLines(MOUNTS, StandardCharsets.ISO_8859_1),
          Files.readAllLines(groups, StandardCharsets.ISO_8859_1));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  static List<CgroupHierarchy> parse(List<String> mountinfo, List<String> groups) {
    Map<Set<String>, String> own = new HashMap<>();
    for (String line : groups) {
      // hierarchy:controllers:path
      String[] fields = line.split(":", 3);
      own.put(setOf(fields[1]), fields[2]);
    }
    List<CgroupHierarchy> hierarchies = new ArrayList<>();
    Set<Set<String>> seen = new HashSet<>();
    for (String line : mountinfo) {
      // id parent device root mount-point flags [optional]... - type source options
      int separator = line.indexOf(SEPARATOR);
      if (!line.startsWith("cgroup", separator + SEPARATOR.length())) {
        continue;
      }
      String[] mount = line.substring(0, separator).split(" ");
      String[] fileSystem = line.substring(separator + SEPARATOR.length()).split(" ");
      Set<String> controllers = Set.of();
      if (fileSystem[0].equals("cgroup")) {
        Set<String> options = setOf(fileSystem[2]);
        for (Set<String> one : own.keySet()) {
          if (!one.isEmpty() && options.containsAll(one)) {
            controllers = one;
            break;
          }
        }
        if (controllers.isEmpty()) {
          continue;
        }
      }
      String path = own.get(controllers);
      if (path == null || !seen.add(controllers)) {
        continue;
      }
      Path point = Path.of(mount[4].replace("\\040", " "));
      hierarchies.add(
          new CgroupHierarchy(
              optionsOf(controllers, fileSystem[2]), point, below(point, mount[3], path)));
    }
    return List.copyOf(hierarchies);
  }

  // In the order of the mount, as the kernel prints it.
  private static String optionsOf(Set<String> controllers, String mountOptions) {
    List<String> options = new ArrayList<>(List.of(mountOptions.split(",")));
    options.retainAll(controllers);
    return String.join(",", options);
  }

  private static Set<String> setOf(String list) {
    return list.isEmpty() ? Set.of() : Set.of(list.split(","));
  }

  /** The directory of a group, where a mount shows the hierarchy from its root on. */
  private static Path below(Path mountPoint, String root, String group) {
    String relative = group;
    if (!root.equals("/") && group.startsWith(root)) {
      relative = group.substring(root.length());
    }
    // A group outside of our cgroup namespace: the nearest we can reach is the mount itself.
    if (relative.startsWith("/..")) {
      return mountPoint;
    }
    int start = 0;
    while (relative.startsWith("/", start)) {
      start++;
    }
    return mountPoint.resolve(relative.substring(start));
  }
}
