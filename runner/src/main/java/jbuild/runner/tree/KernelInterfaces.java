package jbuild.runner.tree;

import static jbuild.runner.linux.MountFlag.NODEV;
import static jbuild.runner.linux.MountFlag.NOEXEC;
import static jbuild.runner.linux.MountFlag.NOSUID;
import static jbuild.runner.linux.MountFlag.READ_ONLY;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Set;
import jbuild.runner.linux.CgroupHierarchy;
import jbuild.runner.linux.InnerProgram;
import jbuild.runner.linux.MountFlag;
import jbuild.runner.linux.Mounts;

/** The machine's /proc and /sys, and what of them is hidden or cannot be written. */
public record KernelInterfaces(
    CgroupView view, List<CgroupHierarchy> cgroups, boolean ownNetwork, boolean ownUsers) {
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

  private static final String LENT_PROC = "/run/.proc";
  private static final String LENT_SYS = "/run/.sys";
  private static final String FULL = "/sys/full";

  /**
   * Whether the kernel mounts proc or sysfs for the machine only because the host's are there: in a
   * user namespace nothing may become visible that was hidden before.
   */
  public boolean needsHelp() {
    return ownUsers;
  }

  /** Where the host's are shown meanwhile; to be unmounted before the payload runs. */
  public List<String> lent() {
    return ownNetwork ? List.of(LENT_PROC, LENT_SYS) : List.of(LENT_PROC);
  }

  /** Shows the host's proc and sysfs in the machine's tree, as far as it needs help. */
  public void lend(MachineTree tree) {
    if (!needsHelp()) {
      return;
    }
    for (String path : lent()) {
      tree.bind(Path.of(path.equals(LENT_PROC) ? "/proc" : "/sys"), path, false);
    }
    if (!ownNetwork) {
      // The host's network is the host's: nobody else may mount what shows it.
      tree.mount(Mounts.create("sysfs", Map.of(), LOCKED), "/sys");
    }
  }

  /**
   * Adds the mounts; they are made inside, where they show the machine's own processes.
   *
   * @param meeting adds what waits until the host's are unmounted
   */
  public void mount(InnerProgram program, Runnable meeting) {
    program.mount("proc", "/proc", WRITABLE, "");
    if (ownNetwork) {
      mountPartsOfSys(program);
    } else if (!needsHelp()) {
      program.mount("sysfs", "/sys", LOCKED, "");
    }
    if (needsHelp()) {
      meeting.run();
      lent().forEach(program::removeDirectory);
    }
    program.mount("mqueue", "/dev/mqueue", WRITABLE, "");
    // The kernel is the host's, so what the host has not the machine has not either.
    READ_ONLY_PATHS.stream()
        .filter(path -> Files.exists(Path.of(path)))
        .forEach(path -> program.bind(path, path, LOCKED));
    if (ownNetwork) {
      program.bind("/proc/sys/net", "/proc/sys/net", WRITABLE);
    }
    HIDDEN.stream()
        .filter(path -> Files.exists(Path.of(path)))
        .forEach(path -> program.bind(HostInterface.INACCESSIBLE_FILE, path, LOCKED));
    program.bind(HostInterface.BOOT_ID, "/proc/sys/kernel/random/boot_id", LOCKED);
    program.bind(HostInterface.KERNEL_LOG, "/proc/kmsg", LOCKED);
    view.mount(program, cgroups);
    if (ownNetwork) {
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
