package jbuild.runner.machine;

import static jbuild.runner.linux.MountFlag.NODEV;
import static jbuild.runner.linux.MountFlag.NOEXEC;
import static jbuild.runner.linux.MountFlag.NOSUID;
import static jbuild.runner.linux.MountFlag.READ_ONLY;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Set;
import jbuild.runner.linux.CgroupHierarchy;
import jbuild.runner.linux.InnerProgram;
import jbuild.runner.linux.MountFlag;

/** The machine's /proc and /sys, and what of them is hidden or cannot be written. */
record KernelInterfaces(CgroupView view, List<CgroupHierarchy> cgroups, boolean privateNetwork) {
  private static final Set<MountFlag> WRITABLE = Set.of(NOSUID, NODEV, NOEXEC);
  private static final Set<MountFlag> LOCKED = Set.of(READ_ONLY, NOSUID, NODEV, NOEXEC);

  private static final List<String> READ_ONLY_PATHS =
      List.of(
          "/proc/sys",
          "/proc/acpi",
          "/proc/apm",
          "/proc/asound",
          "/proc/bus",
          "/proc/fs",
          "/proc/irq",
          "/proc/scsi");
  private static final List<String> HIDDEN =
      List.of(
          "/proc/kallsyms", "/proc/kcore", "/proc/keys", "/proc/sysrq-trigger", "/proc/timer_list");

  /** What a machine with a network of its own sees of /sys; the rest is the host's. */
  private static final List<String> SYS_PARTS =
      List.of("block", "bus", "class", "dev", "devices", "kernel");

  private static final String FULL = "/sys/full";

  /** Adds the mounts; they are made inside, where they show the machine's own processes. */
  void mount(InnerProgram program) {
    program.mount("proc", "/proc", WRITABLE, "");
    if (privateNetwork) {
      mountPartsOfSys(program);
    } else {
      program.mount("sysfs", "/sys", LOCKED, "");
    }
    program.mount("mqueue", "/dev/mqueue", WRITABLE, "");
    // The kernel is the host's, so what the host has not the machine has not either.
    READ_ONLY_PATHS.stream()
        .filter(path -> Files.exists(Path.of(path)))
        .forEach(path -> program.bind(path, path, LOCKED));
    if (privateNetwork) {
      program.bind("/proc/sys/net", "/proc/sys/net", WRITABLE);
    }
    HIDDEN.stream()
        .filter(path -> Files.exists(Path.of(path)))
        .forEach(path -> program.bind(HostInterface.INACCESSIBLE_FILE, path, LOCKED));
    program.bind(HostInterface.BOOT_ID, "/proc/sys/kernel/random/boot_id", LOCKED);
    program.bind(HostInterface.KERNEL_LOG, "/proc/kmsg", WRITABLE);
    view.mount(program, cgroups);
    if (privateNetwork) {
      program.restrict("/sys", LOCKED);
    }
  }

  private void mountPartsOfSys(InnerProgram program) {
    program.mount("tmpfs", "/sys", WRITABLE, "mode=555,size=4m,nr_inodes=1k");
    program.makeDirectory(FULL, 0755);
    program.mount("sysfs", FULL, LOCKED, "");
    for (String part : SYS_PARTS) {
      if (Files.exists(Path.of("/sys", part))) {
        program.makeDirectory("/sys/" + part, 0755);
        program.bind(FULL + "/" + part, "/sys/" + part, LOCKED);
      }
    }
    program.unmount(FULL);
    program.removeDirectory(FULL);
    program.makeDirectory("/sys/fs", 0755);
    program.makeDirectory("/sys/fs/cgroup", 0755);
  }
}
