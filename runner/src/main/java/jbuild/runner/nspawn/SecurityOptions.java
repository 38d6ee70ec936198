package jbuild.runner.nspawn;

import static jbuild.runner.nspawn.Key.NONE;
import static jbuild.runner.nspawn.Section.RESOURCES;
import static jbuild.runner.nspawn.Section.SECURITY;

import java.util.List;

/** Options that say what the machine may do, and how much of the host it may use. */
final class SecurityOptions {
  private SecurityOptions() {}

  static void addTo(List<Option> all) {
    addSecurityTo(all);
    addResourcesTo(all);
  }

  private static void addSecurityTo(List<Option> all) {
    all.add(
        Option.value(
            SECURITY,
            "capability",
            "CAP",
            Group.CAPABILITIES,
            Key.exec("Capability").trusted(),
            "Let the machine have these capabilities too; all stands for all of them"));
    all.add(
        Option.value(
            SECURITY,
            "drop-capability",
            "CAP",
            Group.CAPABILITIES,
            Key.exec("DropCapability"),
            "Take these capabilities from the machine"));
    all.add(
        Option.value(
            SECURITY,
            "ambient-capability",
            "CAP",
            Group.AMBIENT,
            Key.exec("AmbientCapability").trusted(),
            "Let the command have these capabilities also when it is not root"));
    all.add(
        Option.value(
            SECURITY,
            "no-new-privileges",
            "BOOLEAN",
            Group.NO_NEW_PRIVILEGES,
            Key.exec("NoNewPrivileges"),
            "Let no program give more rights than its caller has"));
    all.add(
        Option.value(
            SECURITY,
            "system-call-filter",
            "LIST|~LIST",
            Group.SYSTEM_CALLS,
            Key.exec("SystemCallFilter"),
            "Permit, or with ~ forbid, system calls"));
    all.add(
        Option.value(
            SECURITY,
            "restrict-address-families",
            "LIST|~LIST|none",
            Group.ADDRESS_FAMILIES,
            Key.exec("RestrictAddressFamilies"),
            "Permit sockets of these address families only, or with ~ of others"));
    all.add(
        Option.value(
            SECURITY,
            "selinux-context",
            'Z',
            "SECLABEL",
            Group.SELINUX,
            NONE,
            "SELinux label of the machine's processes"));
    all.add(
        Option.value(
            SECURITY,
            "selinux-apifs-context",
            'L',
            "SECLABEL",
            Group.SELINUX,
            NONE,
            "SELinux label of its virtual file systems"));
  }

  private static void addResourcesTo(List<Option> all) {
    all.add(
        Option.value(
            RESOURCES,
            "rlimit",
            "NAME=LIMIT",
            Group.LIMITS,
            Key.exec("Limit").trusted(),
            "Set a resource limit of the first process"));
    all.add(
        Option.value(
            RESOURCES,
            "oom-score-adjust",
            "VALUE",
            Group.OOM_SCORE,
            Key.exec("OOMScoreAdjust").trusted(),
            "How soon the machine is killed when memory is short: -1000 to 1000"));
    all.add(
        Option.value(
            RESOURCES,
            "cpu-affinity",
            "CPUS",
            Group.CPUS,
            Key.exec("CPUAffinity").trusted(),
            "Processors that the machine may run on"));
    all.add(
        Option.value(
            RESOURCES,
            "personality",
            "ARCH",
            Group.PERSONALITY,
            Key.exec("Personality"),
            "Architecture that uname(2) tells"));
  }
}
