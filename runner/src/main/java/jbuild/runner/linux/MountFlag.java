package jbuild.runner.linux;

import java.util.Set;

/** What a mount forbids, or does differently; see mount(2) and mount_setattr(2). */
public enum MountFlag {
  READ_ONLY(1, 1),
  NOSUID(2, 2),
  NODEV(4, 4),
  NOEXEC(8, 8),
  NOATIME(1 << 10, 0x10),
  NODIRATIME(1 << 11, 0x80),
  /** Access times are always kept; without it only when they are older than the modification. */
  STRICTATIME(1 << 24, 0x20);

  private final long forMount;
  private final long attribute;

  MountFlag(long forMount, long attribute) {
    this.forMount = forMount;
    this.attribute = attribute;
  }

  /** The bits of mount(2). */
  static long forMount(Set<MountFlag> flags) {
    long bits = 0;
    for (MountFlag flag : flags) {
      bits |= flag.forMount;
    }
    return bits;
  }

  /** The bits of fsmount(2) and mount_setattr(2). */
  static long attributes(Set<MountFlag> flags) {
    long bits = 0;
    for (MountFlag flag : flags) {
      bits |= flag.attribute;
    }
    return bits;
  }
}
