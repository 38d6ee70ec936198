package jbuild.comparison;

import static org.junit.jupiter.api.Assertions.assertAll;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Path;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * What a payload that means harm can do: never more than under systemd-nspawn 252, and nothing to
 * the host from a user namespace. Each probe is a trap that works: something walks into it.
 */
@Tag("root")
class ProbesIT {
  private static final String[] USERS = {"--private-users=pick", "--private-network"};
  private static final int MANY = 100;

  /** What systemd-nspawn 252 gives away, and jbuild does not. */
  private static final Set<String> TIGHTER =
      names(
          """
          # devices: a policy of our own, on a group that the machine does not see
          device-autofs
          device-btrfs-control
          device-console
          device-cpu-msr
          device-cuse
          device-device-mapper
          device-disk-of-the-host
          device-framebuffer
          device-graphics
          device-hpet
          device-hwrng
          device-input
          device-kmsg
          device-kvm
          device-loop-control
          device-loop0
          device-md0
          device-mem
          device-nbd0
          device-node-in-/
          device-node-in-/dev/
          device-nvram
          device-opened-kvm
          device-opened-loop-control
          device-opened-mem
          device-policy-widened
          device-port
          device-ppp
          device-ram0
          device-raw-control
          device-rtc
          device-scsi-generic
          device-sda
          device-snapshot
          device-sound
          device-tpm
          device-tty0
          device-ttyS0
          device-uhid
          device-uinput
          device-usb
          device-vcs
          device-vfio
          device-vhost-net
          device-watchdog
          mount-cgroup-devices-release-agent
          mount-disk-of-the-host
          # the environment of the caller: the stub has an empty one
          environment-of-the-caller-in-any-process
          environment-of-the-caller-in-the-stub
          # the stub: a program in memory, without libraries
          process-maps-files-of-the-host
          process-program-of-the-host
          stub-mapped-files-of-the-host-opened
          stub-maps-files-of-the-host
          stub-program-of-the-host
          stub-program-of-the-host-opened
          # secrets of the kernel that 252 means to hide
          read-/proc/kallsyms
          read-/proc/keys
          read-/proc/timer_list
          """);

  /** Root in the machine is the host's: what newer systemd has found machines to need. */
  private static final Set<String> NEWER =
      names(
          """
          # the machine's own mounts, in a list: a call that the libseccomp of 252 does not know
          call-mounts-listed
          """);

  /** Only where users are the machine's own. */
  private static final Set<String> NEWER_WITH_USERS =
      names(
          """
          # keyrings, since 258: of users that are not the host's
          call-by-i386-key-of-the-user
          call-key-added
          call-key-of-the-session
          call-key-of-the-user
          call-key-requested
          # the stub is the machine's own program, with nothing of the host in it
          stub-memory-written
          stub-read-from-afar
          stub-traced
          # keys that are the machine's own: the session's keyring
          mount-proc-read-keys
          read-/proc/keys
          uncover-/proc/keys
          # files that the machine has already
          mount-overlay
          """);

  /** Possible in a user namespace, and no way to the host. */
  private static final Set<String> HARMLESS =
      names(
          """
          # addresses are zeros for who has no privilege over the kernel
          mount-proc-read-kallsyms
          read-/proc/kallsyms
          uncover-/proc/kallsyms
          # the number of this boot, and no secret
          uncover-boot-id-of-the-host
          # of the machine's own namespaces, or memory
          below-/run/host
          below-/tmp
          mount-binfmt_misc
          mount-mqueue
          mount-overlay
          mount-proc
          mount-ramfs
          mount-sysfs
          mount-tmpfs
          # groups at and below the machine's: not those that limit it
          mount-cgroup-devices
          mount-cgroup-freezer
          mount-cgroup-memory
          mount-cgroup-pids
          mount-cgroup2
          # a handle to the machine's own mount, to change it as the machine may
          changed-proc-by-descriptors
          # what it makes is its own
          namespace-new-cgroup
          namespace-new-ipc
          namespace-new-mnt
          namespace-new-net
          namespace-new-pid
          namespace-new-time
          namespace-new-user
          namespace-new-uts
          # clocks that nobody in the machine can move
          namespace-of-the-host-time
          # the stub is the machine's own program, with nothing of the host in it
          stub-memory-written
          stub-read-from-afar
          stub-traced
          # keys and keyrings belong to users of one user namespace
          call-by-i386-key-of-the-user
          call-key-added
          call-key-of-the-session
          call-key-of-the-user
          call-key-requested
          mount-proc-read-keys
          read-/proc/keys
          uncover-/proc/keys
          # open only what is open to the machine anyway; boot filters both
          call-by-i386-io-uring
          call-io-uring
          socket-vsock
          # a name for a file that it sees; to open by that name is another call
          call-file-handle-of-a-name
          call-mounts-listed
          # over the machine's own namespaces only
          capability-net_admin
          capability-sys_resource
          # needs a device, and the network is the machine's own
          socket-xdp
          # jbuild believes the first process only
          notify-without-being-the-first
          """);

  /** Possible besides in one that shares the host's network, as booted machines do. */
  private static final Set<String> DOORS_OF_THE_NETWORK =
      names(
          """
          # what listens on the network that is shared
          namespace-of-the-host-net
          socket-abstract-of-the-host
          socket-loopback-of-the-host
          # names of files that only the host's root reads
          list-/sys/firmware/acpi/tables
          """);

  /** Traps of which this kernel, or a chroot, cannot show that they work. */
  private static final Set<String> NEVER_ALLOWED =
      names(
          """
          # the kernel or the host does not let even this root
          bound-private-mapped-again
          device-opened-disk-of-the-host
          killed-last
          limit-raised
          namespace-parent-pid
          namespace-parent-user
          root-by-/proc/1/cwd
          root-by-/proc/1/root
          stub-descriptor-taken
          stub-memory-has-the-environment-of-the-caller
          write-/proc/sys/user/max_user_namespaces
          # this kernel is built without them
          socket-alg
          socket-bluetooth
          socket-can
          socket-key
          socket-qipcrtr
          socket-rds
          socket-smc
          socket-tipc
          # no machine of today has such a hole
          below-/dev
          below-/proc
          below-/run
          below-/sys
          below-the-root
          directory-outside-of-the-root
          environment-of-the-caller-in-any-command-line
          environment-of-the-caller-in-run-host
          namespace-of-mounts-next
          process-of-the-host-as-parent
          remount-/sys/kernel
          root-by-bound-directory
          root-by-run-host
          root-dot-dot
          root-pivot
          stub-descriptors-beyond-the-standard
          """);

  @TempDir static Path directory;
  private static Probes chroot;
  private static Probes theirs;
  private static Probes ours;
  private static Probes theirsWithUsers;
  private static Probes oursWithUsers;
  private static Probes oursOnTheNetworkOfTheHost;

  @BeforeAll
  static void probe() throws IOException {
    try (ProbedHost host = new ProbedHost(directory)) {
      chroot = host.inChroot();
      theirs = host.underOriginal();
      ours = host.underJbuild();
      theirsWithUsers = host.underOriginal(USERS);
      oursWithUsers = host.underJbuild(USERS);
      oursOnTheNetworkOfTheHost = host.underJbuild(USERS[0]);
    }
  }

  @Test
  void allowsNothingThatTheOriginalDoesNot() {
    assertAll(
        () -> assertEquals(theirs.outcomes().keySet(), ours.outcomes().keySet()),
        () -> assertEquals(Set.of(), without(ours.allowed(), theirs.allowed(), NEWER)));
  }

  @Test
  void deniesDevicesTheStubAndTheEnvironmentThatTheOriginalGivesAway() {
    Set<String> tighter = new TreeSet<>(theirs.allowed());
    tighter.removeAll(ours.allowed());

    assertEquals(Set.of(), without(TIGHTER, tighter));
  }

  @Test
  void leavesNoWayToTheHostFromAUserNamespace() {
    Set<String> held = new TreeSet<>(chroot.allowed());
    held.removeAll(oursWithUsers.allowed());

    assertAll(
        () -> assertEquals(Set.of(), without(oursWithUsers.allowed(), HARMLESS)),
        () -> assertTrue(held.size() >= MANY, held.toString()));
  }

  @Test
  void leavesNoOtherWayThanTheNetworkWhereThatIsShared() {
    assertEquals(
        Set.of(), without(oursOnTheNetworkOfTheHost.allowed(), HARMLESS, DOORS_OF_THE_NETWORK));
  }

  @Test
  void allowsNothingInAUserNamespaceThatTheOriginalDoesNot() {
    assertEquals(
        Set.of(),
        without(oursWithUsers.allowed(), theirsWithUsers.allowed(), NEWER, NEWER_WITH_USERS));
  }

  @Test
  void isTriedWithTrapsThatWork() {
    Set<String> untried = new TreeSet<>(chroot.denied());
    untried.removeAll(theirs.allowed());
    untried.removeAll(ours.allowed());
    untried.removeAll(theirsWithUsers.allowed());
    untried.removeAll(oursWithUsers.allowed());

    assertEquals(Set.of(), without(untried, NEVER_ALLOWED));
  }

  /** One in each line, but for the reasons. */
  private static Set<String> names(String lines) {
    return lines.lines().filter(line -> !line.startsWith("#")).collect(Collectors.toSet());
  }

  @SafeVarargs
  private static Set<String> without(Set<String> names, Set<String>... others) {
    Set<String> rest = new TreeSet<>(names);
    for (Set<String> other : others) {
      rest.removeAll(other);
    }
    return rest;
  }
}
