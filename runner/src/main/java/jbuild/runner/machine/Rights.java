package jbuild.runner.machine;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;
import jbuild.runner.ExitStatus;
import jbuild.runner.Failure;
import jbuild.runner.linux.Capability;
import jbuild.runner.linux.KernelFiles;
import jbuild.runner.linux.ResourceLimit;
import jbuild.runner.linux.ResourceLimit.Resource;
import jbuild.runner.settings.MachineSettings;

/** What a payload may do: the capabilities it keeps, and the limits it starts with. */
final class Rights {
  private static final Set<Capability> RETAINED =
      EnumSet.of(
          Capability.AUDIT_CONTROL,
          Capability.AUDIT_WRITE,
          Capability.CHOWN,
          Capability.DAC_OVERRIDE,
          Capability.DAC_READ_SEARCH,
          Capability.FOWNER,
          Capability.FSETID,
          Capability.IPC_OWNER,
          Capability.KILL,
          Capability.LEASE,
          Capability.LINUX_IMMUTABLE,
          Capability.MKNOD,
          Capability.NET_BIND_SERVICE,
          Capability.NET_BROADCAST,
          Capability.NET_RAW,
          Capability.SETFCAP,
          Capability.SETGID,
          Capability.SETPCAP,
          Capability.SETUID,
          Capability.SYS_ADMIN,
          Capability.SYS_BOOT,
          Capability.SYS_CHROOT,
          Capability.SYS_NICE,
          Capability.SYS_PTRACE,
          Capability.SYS_RESOURCE,
          Capability.SYS_TTY_CONFIG);
  private static final String CORE_DUMPS = "coredump_filter";
  private static final long MIB = 1024 * 1024;
  private static final long FILES_SOFT = 1024;
  private static final long FILES_HARD = 524288;
  private static final Path MOST_FILES = Path.of("/proc/sys/fs/nr_open");
  private static final long MESSAGES = 819200;

  private Rights() {}

  /** The set of systemd-nspawn, as far as we have it ourselves. */
  static Set<Capability> capabilities(MachineSettings settings) {
    Set<Capability> kept = asked(settings);
    if (!settings.users().arePrivate()) {
      kept.retainAll(Capability.ofThisProcess());
    }
    return kept;
  }

  private static Set<Capability> asked(MachineSettings settings) {
    Set<Capability> kept = EnumSet.copyOf(RETAINED);
    if (settings.network().own()) {
      kept.add(Capability.NET_ADMIN);
    } else if (settings.users().arePrivate()) {
      // Host ports below 1024 are the host's to give, also to a root that is nobody there.
      kept.remove(Capability.NET_BIND_SERVICE);
    }
    kept.addAll(settings.privileges().added());
    kept.removeAll(settings.privileges().dropped());
    return kept;
  }

  /**
   * Returns when the machine has the capabilities that its payload is to have also without root.
   */
  static void check(MachineSettings settings) {
    Set<Capability> missing = EnumSet.noneOf(Capability.class);
    missing.addAll(settings.privileges().ambient());
    missing.removeAll(asked(settings));
    if (!missing.isEmpty() && settings.particulars().capabilities().isEmpty()) {
      throw new Failure(
          ExitStatus.WRONG_USAGE,
          "cannot use --ambient-capability=CAP_" + missing.iterator().next(),
          "the machine itself has not that capability",
          "add it with --capability=, and do not drop it");
    }
  }

  /** Of those that the payload may have, which it has also when it is not root. */
  static Set<Capability> ambient(MachineSettings settings) {
    Set<Capability> ambient = EnumSet.noneOf(Capability.class);
    ambient.addAll(settings.privileges().ambient());
    ambient.retainAll(capabilities(settings));
    return ambient;
  }

  /** What its first process holds, until it gives that up. */
  static Set<Capability> held(MachineSettings settings) {
    return settings.users().arePrivate()
        ? EnumSet.allOf(Capability.class)
        : Capability.ofThisProcess();
  }

  /** Java chooses what its core dumps have in them, and a payload would inherit that. */
  static void resetCoreDumps(int pid) {
    Path first = Path.of("/proc/1", CORE_DUMPS);
    if (Files.exists(first)) {
      KernelFiles.set(Path.of("/proc/" + pid, CORE_DUMPS), "0x" + KernelFiles.value(first));
    }
  }

  /** Those that the kernel gives to the host's first process. */
  private static List<ResourceLimit> standardLimits() {
    long all = ResourceLimit.INFINITY;
    return List.of(
        new ResourceLimit(Resource.CPU, all, all),
        new ResourceLimit(Resource.FSIZE, all, all),
        new ResourceLimit(Resource.DATA, all, all),
        new ResourceLimit(Resource.STACK, 8 * MIB, all),
        new ResourceLimit(Resource.CORE, 0, all),
        new ResourceLimit(Resource.RSS, all, all),
        ResourceLimit.of(Resource.NPROC, 1),
        new ResourceLimit(Resource.MEMLOCK, 8 * MIB, 8 * MIB),
        new ResourceLimit(Resource.AS, all, all),
        new ResourceLimit(Resource.LOCKS, all, all),
        ResourceLimit.of(Resource.SIGPENDING, 1),
        new ResourceLimit(Resource.MSGQUEUE, MESSAGES, MESSAGES),
        new ResourceLimit(Resource.NICE, 0, 0),
        new ResourceLimit(Resource.RTPRIO, 0, 0),
        new ResourceLimit(Resource.RTTIME, all, all));
  }

  /**
   * What a first process starts with, as near as we may set it: the kernel's defaults, and hard
   * limits as high as those that are wished for, which the process lowers itself in the end.
   */
  static List<ResourceLimit> limits(List<ResourceLimit> asked) {
    List<ResourceLimit> wished = new ArrayList<>(standardLimits());
    for (ResourceLimit wish : asked) {
      wished.removeIf(standard -> standard.resource() == wish.resource());
      wished.add(ResourceLimit.of(wish.resource(), 0).raisedTo(wish.hard()));
    }
    return possible(wished);
  }

  /**
   * What the process lowers itself in the end: what was asked for, and the number of files, because
   * until then it has Java's open too.
   */
  static List<ResourceLimit> lastLimits(List<ResourceLimit> asked) {
    List<ResourceLimit> limits = new ArrayList<>(asked);
    boolean chosen = false;
    for (ResourceLimit limit : asked) {
      chosen |= limit.resource() == Resource.NOFILE;
    }
    if (!chosen) {
      long files = Math.min(Long.parseLong(KernelFiles.value(MOST_FILES)), FILES_HARD);
      limits.add(new ResourceLimit(Resource.NOFILE, FILES_SOFT, files));
    }
    return possible(limits);
  }

  /** As near to these as we get. */
  private static List<ResourceLimit> possible(List<ResourceLimit> wished) {
    if (wished.isEmpty() || Capability.ofThisProcess().contains(Capability.SYS_RESOURCE)) {
      return wished;
    }
    List<ResourceLimit> possible = new ArrayList<>();
    for (ResourceLimit wish : wished) {
      possible.add(wish.within(ResourceLimit.of(wish.resource(), 0)));
    }
    return possible;
  }
}
