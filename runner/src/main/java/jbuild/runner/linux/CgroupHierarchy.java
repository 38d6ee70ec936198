package jbuild.runner.linux;

import java.nio.file.Path;
import java.util.List;

/**
 * One tree of control groups of the host; see cgroups(7).
 *
 * @param options what mount(2) calls it on version 1, for example {@code cpu,cpuacct} or {@code
 *     name=systemd}; empty for version 2
 * @param mountPoint where the host shows it
 * @param own the directory of the group that jbuild is in
 */
public record CgroupHierarchy(String options, Path mountPoint, Path own) {
  public boolean isUnified() {
    return options.isEmpty();
  }

  /** Whether an init expects to make groups in it, and keeps track of processes by them. */
  public boolean isManaged() {
    return isUnified() || options.contains("name=systemd");
  }

  /** Whether groups in it can be limited by the controller, for example {@code memory}. */
  public boolean controls(String controller) {
    String all =
        isUnified() ? KernelFiles.value(mountPoint.resolve("cgroup.controllers")) : options;
    return List.of(all.split("[, ]")).contains(controller);
  }
}
