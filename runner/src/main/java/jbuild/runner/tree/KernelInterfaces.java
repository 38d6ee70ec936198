package jbuild.runner.tree;

import static jbuild.runner.linux.MountFlag.NODEV;
import static jbuild.runner.linux.MountFlag.NOEXEC;
import static jbuild.runner.linux.MountFlag.NOSUID;
import static jbuild.runner.linux.MountFlag.READ_ONLY;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import jbuild.runner.linux.CgroupHierarchy;
import jbuild.runner.linux.InnerFiles;
import jbuild.runner.linux.InnerProgram;
import jbuild.runner.linux.MountFlag;
import jbuild.runner.linux.Mounts;
import jbuild.runner.settings.FileView.KernelAccess;
import jbuild.runner.settings.MachineSettings;

/**
 * The machine's /proc and /sys, and what of them is hidden or cannot be written.
 *
 * @param wishes what the user wants of it
 * @param late what the user wants to be shown there
 */
public record KernelInterfaces(
    CgroupView view,
    List<CgroupHierarchy> cgroups,
    boolean ownNetwork,
    boolean ownUsers,
    KernelAccess access,
    KernelWishes wishes,
    List<LateMount> late) {
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

  /** Those that such a machine has. */
  public static KernelInterfaces of(
      CgroupView view, List<CgroupHierarchy> cgroups, MachineSettings settings, boolean ownUsers) {
    return new KernelInterfaces(
        view,
        cgroups,
        settings.network().own(),
        ownUsers,
        settings.files().kernel(),
        KernelWishes.of(settings.particulars()),
        List.of());
  }

  /** The same with these on top. */
  public KernelInterfaces with(List<LateMount> mounts) {
    return new KernelInterfaces(view, cgroups, ownNetwork, ownUsers, access, wishes, mounts);
  }

  private boolean showsNetwork() {
    return access == KernelAccess.NETWORK || ownNetwork && access == KernelAccess.LOCKED;
  }

  private boolean isWritable() {
    return access == KernelAccess.WRITABLE;
  }

  /**
   * Whether the kernel mounts proc or sysfs for the machine only because the host's are there: in a
   * user namespace nothing may become visible that was hidden before.
   */
  public boolean needsHelp() {
    return ownUsers;
  }

  /** What is mounted only meanwhile; to be unmounted before the payload runs. */
  public List<String> lent() {
    List<String> lent = new ArrayList<>();
    lent.add(LENT_PROC);
    if (ownNetwork) {
      lent.add(LENT_SYS);
    }
    if (!late.isEmpty()) {
      lent.add(MachineTree.KEPT);
    }
    return lent;
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
    wishes.write(program);
    if (showsNetwork()) {
      mountPartsOfSys(program);
    } else if (ownNetwork || !needsHelp()) {
      program.mount("sysfs", "/sys", isWritable() ? WRITABLE : LOCKED, "");
    }
    program.mountIfPossible("mqueue", "/dev/mqueue", WRITABLE);
    if (!isWritable()) {
      restrictProc(program);
    }
    program.bind(HostInterface.BOOT_ID, "/proc/sys/kernel/random/boot_id", LOCKED);
    program.bind(HostInterface.KERNEL_LOG, "/proc/kmsg", LOCKED);
    view.mount(program, cgroups);
    if (showsNetwork()) {
      program.restrict("/sys", LOCKED);
    }
    for (LateMount mount : late) {
      if (isShown(mount.target()) || !mount.optional()) {
        program.show(mount.place(), mount.target());
      }
    }
    for (String path : wishes.locked()) {
      if (isShown(path)) {
        new InnerFiles(program).lock(path);
      }
    }
    if (needsHelp()) {
      // The process cannot unmount what its user namespace was given.
      meeting.run();
      lent().forEach(program::removeDirectory);
    } else if (!late.isEmpty()) {
      program.unmount(MachineTree.KEPT);
      program.removeDirectory(MachineTree.KEPT);
    }
  }

  /** Whether the machine sees what is there on the host. */
  private boolean isShown(String path) {
    if (!showsNetwork() || !path.startsWith("/sys/")) {
      return true;
    }
    int end = path.indexOf('/', "/sys/".length());
    return SYS_PARTS.contains(path.substring("/sys/".length(), end < 0 ? path.length() : end));
  }

  private void restrictProc(InnerProgram program) {
    // The kernel is the host's, so what the host has not the machine has not either.
    for (String path : READ_ONLY_PATHS) {
      if (Files.exists(Path.of(path))) {
        program.bind(path, path, LOCKED);
      }
    }
    if (showsNetwork()) {
      program.bind("/proc/sys/net", "/proc/sys/net", WRITABLE);
    }
    for (String path : HIDDEN) {
      if (Files.exists(Path.of(path))) {
        program.bind(HostInterface.INACCESSIBLE_FILE, path, LOCKED);
      }
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
