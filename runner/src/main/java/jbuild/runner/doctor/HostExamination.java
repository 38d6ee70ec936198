package jbuild.runner.doctor;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.EnumSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import jbuild.runner.Failure;
import jbuild.runner.linux.Capability;
import jbuild.runner.linux.CgroupHierarchy;
import jbuild.runner.linux.Cgroups;
import jbuild.runner.linux.Child;
import jbuild.runner.linux.Confinement;
import jbuild.runner.linux.ControlGroup;
import jbuild.runner.linux.KernelFeatures;
import jbuild.runner.linux.KernelFiles;
import jbuild.runner.linux.Seccomp;
import jbuild.runner.linux.SeccompPolicy;
import jbuild.runner.resources.DevicePolicy;
import jbuild.runner.resources.Properties;
import jbuild.runner.resources.ResourceControl;

/** Tries all that machines need of this host. */
public final class HostExamination {
  private static final Path STATUS = Path.of("/proc/self/status");
  private static final Path SELINUX = Path.of("/sys/fs/selinux/enforce");
  private static final Set<Capability> NEEDED =
      EnumSet.of(
          Capability.SYS_ADMIN,
          Capability.SYS_CHROOT,
          Capability.SYS_PTRACE,
          Capability.SETUID,
          Capability.SETGID,
          Capability.SETPCAP,
          Capability.CHOWN,
          Capability.DAC_OVERRIDE,
          Capability.FOWNER,
          Capability.FSETID,
          Capability.MKNOD,
          Capability.KILL,
          Capability.NET_ADMIN,
          Capability.SETFCAP);
  private static final int HEXADECIMAL = 16;
  private static final String AS_ROOT = "run as root, for example with sudo";

  public List<Finding> findings() {
    List<Finding> seen = List.of(java(), processor(), root());
    List<Finding> tried =
        List.of(
            privileges(),
            machine(),
            userNamespaces(),
            systemCallFilter(),
            controlGroups(),
            devicePolicy(),
            loopDevices(),
            fileSystem("overlay", "images cannot be layered"),
            fileSystem("btrfs", "copies of images take time and space: there are no snapshots"),
            packetFilter(),
            audit(),
            selinux());
    // Who may not try cannot know: other advice would only mislead.
    boolean mayTry = capabilities().contains(Capability.SYS_ADMIN);
    return Stream.concat(
            seen.stream(),
            tried.stream().map(finding -> mayTry ? finding : finding.fixedBy(AS_ROOT)))
        .toList();
  }

  private static Finding java() {
    return Finding.good(
        "Java", System.getProperty("java.version") + " of " + System.getProperty("java.vendor"));
  }

  private static Finding processor() {
    String name = System.getProperty("os.arch");
    return name.equals("amd64")
        ? Finding.good("processor", name + ", Linux " + System.getProperty("os.version"))
        : Finding.bad(
            "processor", "jbuild has no machine code for " + name, "use a host with x86_64");
  }

  private static Finding privileges() {
    Set<Capability> have = capabilities();
    Set<Capability> missing = EnumSet.copyOf(NEEDED);
    missing.removeAll(have);
    if (missing.isEmpty()) {
      return Finding.good("privileges", "all capabilities that machines need");
    }
    String names = missing.stream().map(Capability::manualName).collect(Collectors.joining(" "));
    return Finding.bad(
        "privileges",
        "missing: " + names,
        have.isEmpty() ? AS_ROOT : "let this container have them");
  }

  private static Set<Capability> capabilities() {
    String mask =
        KernelFiles.value(STATUS)
            .lines()
            .filter(line -> line.startsWith("CapEff:"))
            .map(line -> line.substring("CapEff:".length()).strip())
            .findFirst()
            .orElse("0");
    return Capability.of(Long.parseUnsignedLong(mask, HEXADECIMAL));
  }

  private static Finding root() {
    if (new RootDirectory(Path.of("/proc/self/mountinfo")).isMount()) {
      return Finding.good("root directory", "/ is a mount of its own");
    }
    return Finding.bad(
        "root directory",
        "/ is no mount: this is a plain chroot, where the kernel refuses namespaces",
        "enter the tree with 'jbuild run', or another container with mounts of its own");
  }

  private static Finding machine() {
    Optional<Failure> failure =
        new Attempt(EnumSet.of(Child.Apart.NETWORK), program -> {}).failure();
    return failure
        .map(f -> Finding.bad("namespaces", f))
        .orElseGet(
            () -> Finding.good("namespaces", "mounts, processes, host name, IPC and network"));
  }

  private static Finding userNamespaces() {
    Optional<Failure> failure = new Attempt(EnumSet.of(Child.Apart.USERS), program -> {}).failure();
    if (failure.isEmpty()) {
      return Finding.good("user namespaces", "allowed");
    }
    return Finding.limited(
        "user namespaces",
        "machines cannot have users of their own: " + failure.get().why(),
        new UserNamespaceLimits(Path.of("/proc/sys"))
            .fix()
            .orElse("use a kernel with CONFIG_USER_NS, and leave chroots and confined containers"));
  }

  private static Finding systemCallFilter() {
    byte[] filter = Seccomp.program(new SeccompPolicy(NEEDED, false));
    return new Attempt(Set.of(), program -> new Confinement(program).filter(filter))
        .failure()
        .map(f -> Finding.bad("seccomp", f))
        .orElseGet(() -> Finding.good("seccomp", "filters can be installed"));
  }

  private static Finding controlGroups() {
    List<CgroupHierarchy> hierarchies = Cgroups.ofHost();
    if (hierarchies.isEmpty()) {
      return Finding.bad(
          "control groups", "none are mounted", "mount -t cgroup2 cgroup2 /sys/fs/cgroup");
    }
    ControlGroup group = ControlGroup.planned(hierarchies, groupName());
    try {
      group.make();
    } catch (Failure failure) {
      return Finding.bad("control groups", failure);
    } finally {
      group.remove();
    }
    return Finding.good("control groups", layout(hierarchies) + "; groups can be made");
  }

  private static String groupName() {
    return "jbuild-doctor-" + ProcessHandle.current().pid();
  }

  private static Finding devicePolicy() {
    Properties asked = Properties.parse(List.of("DevicePolicy=closed"));
    ResourceControl control = new ResourceControl(Cgroups.ofHost(), asked, DevicePolicy.CLOSED);
    ControlGroup group = control.planned(groupName());
    try {
      control.make(group);
    } catch (Failure failure) {
      return Finding.limited(
          "device policy",
          "root in machines can open any device that we can: " + failure.why(),
          failure.fix());
    } finally {
      group.remove();
    }
    return Finding.good("device policy", "devices of the host can be kept from machines");
  }

  private static String layout(List<CgroupHierarchy> hierarchies) {
    long unified = hierarchies.stream().filter(CgroupHierarchy::isUnified).count();
    if (unified == hierarchies.size()) {
      return "version 2";
    }
    return unified == 0 ? "version 1" : "hybrid: version 1, and a tree of version 2";
  }

  private static Finding loopDevices() {
    try {
      int number = KernelFeatures.freeLoopDevice();
      return Finding.good("loop devices", "/dev/loop" + number + " is free");
    } catch (Failure failure) {
      return Finding.limited(
          "loop devices",
          "raw disk images cannot be attached: " + failure.why(),
          "modprobe loop; in a container, pass on /dev/loop-control and the devices");
    }
  }

  private static Finding fileSystem(String type, String otherwise) {
    try {
      KernelFeatures.fileSystem(type);
      return Finding.good(type, "the kernel has it");
    } catch (Failure failure) {
      String fix = "modprobe " + type + ", or use a kernel that has it";
      return Finding.limited(type, otherwise + ": " + failure.why(), fix);
    }
  }

  private static Finding packetFilter() {
    try {
      KernelFeatures.packetFilter();
      return Finding.good("packet filter", "nf_tables answers");
    } catch (Failure failure) {
      return Finding.limited(
          "packet filter",
          "networks of machines cannot be translated: " + failure.why(),
          "modprobe nf_tables, or use a kernel that has it");
    }
  }

  private static Finding audit() {
    try {
      KernelFeatures.audit();
      return Finding.good("audit", "the kernel has it; machines are told that it has not");
    } catch (Failure failure) {
      return Finding.good("audit", "the kernel has it not, or hides it; nothing needs it");
    }
  }

  private static Finding selinux() {
    if (!Files.exists(SELINUX)) {
      return Finding.good("SELinux", "off");
    }
    Map<String, String> names = Map.of("0", "permissive", "1", "enforcing");
    String mode = names.getOrDefault(KernelFiles.value(SELINUX), "in an unknown mode");
    return mode.equals("enforcing")
        ? Finding.limited(
            "SELinux",
            "enforcing: its policy may stop programs of machines",
            "'setenforce 0' tells whether it does; 'ausearch -m avc' lists what it stopped")
        : Finding.good("SELinux", mode);
  }
}
