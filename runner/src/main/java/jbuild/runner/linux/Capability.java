package jbuild.runner.linux;

import java.nio.file.Path;
import java.util.EnumSet;
import java.util.Set;

/** A part of root's power, with its number in the kernel's {@code linux/capability.h}. */
public enum Capability {
  CHOWN(0),
  DAC_OVERRIDE(1),
  DAC_READ_SEARCH(2),
  FOWNER(3),
  FSETID(4),
  KILL(5),
  SETGID(6),
  SETUID(7),
  SETPCAP(8),
  LINUX_IMMUTABLE(9),
  NET_BIND_SERVICE(10),
  NET_BROADCAST(11),
  NET_ADMIN(12),
  NET_RAW(13),
  IPC_LOCK(14),
  IPC_OWNER(15),
  SYS_MODULE(16),
  SYS_RAWIO(17),
  SYS_CHROOT(18),
  SYS_PTRACE(19),
  SYS_PACCT(20),
  SYS_ADMIN(21),
  SYS_BOOT(22),
  SYS_NICE(23),
  SYS_RESOURCE(24),
  SYS_TIME(25),
  SYS_TTY_CONFIG(26),
  MKNOD(27),
  LEASE(28),
  AUDIT_WRITE(29),
  AUDIT_CONTROL(30),
  SETFCAP(31),
  MAC_OVERRIDE(32),
  MAC_ADMIN(33),
  SYSLOG(34),
  WAKE_ALARM(35),
  BLOCK_SUSPEND(36),
  AUDIT_READ(37),
  PERFMON(38),
  BPF(39),
  CHECKPOINT_RESTORE(40);

  private final int number;

  Capability(int number) {
    this.number = number;
  }

  public int number() {
    return number;
  }

  /** As the manual pages write it: {@code CAP_SYS_ADMIN}. */
  public String manualName() {
    return "CAP_" + name();
  }

  /** As the kernel takes a set: bit n is capability n. */
  public static long mask(Set<Capability> capabilities) {
    long mask = 0;
    for (Capability capability : capabilities) {
      mask |= 1L << capability.number;
    }
    return mask;
  }

  /** The capabilities in the kernel's set; bits of newer kernels are left out. */
  public static Set<Capability> of(long mask) {
    Set<Capability> capabilities = EnumSet.noneOf(Capability.class);
    for (Capability capability : values()) {
      if ((mask >>> capability.number & 1) != 0) {
        capabilities.add(capability);
      }
    }
    return capabilities;
  }

  /** What this process may use, and so may pass on. */
  public static Set<Capability> ofThisProcess() {
    String status = KernelFiles.value(Path.of("/proc/self/status"));
    String before = "\nCapPrm:\t";
    int start = status.indexOf(before) + before.length();
    return of(Long.parseUnsignedLong(status, start, status.indexOf('\n', start), 16));
  }
}
