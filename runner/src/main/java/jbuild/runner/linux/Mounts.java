package jbuild.runner.linux;

import java.util.Map;
import java.util.Set;

/**
 * The mount area of the kernel. Trees are picked up and put down by descriptor, never by path.
 *
 * <p>A tree that is not attached anywhere is gone when its descriptor is closed.
 */
public final class Mounts {
  static final long MS_REMOUNT = 0x20;
  static final long MS_BIND = 0x1000;
  static final long MS_REC = 0x4000;
  static final long MS_SHARED = 0x100000;
  static final long MNT_DETACH = 2;
  static final long FSOPEN_CLOEXEC = 1;

  private static final long OPEN_TREE_CLONE = 0x1;
  private static final long AT_RECURSIVE = 0x8000;
  private static final long MOVE_MOUNT_F_EMPTY_PATH = 0x4;
  private static final long MOVE_MOUNT_T_EMPTY_PATH = 0x40;
  private static final long FSMOUNT_CLOEXEC = 1;
  private static final long FSCONFIG_SET_FLAG = 0;
  private static final long FSCONFIG_SET_STRING = 1;
  private static final long FSCONFIG_CMD_CREATE = 6;
  private static final long MS_SLAVE = 0x80000;
  private static final long ATTRIBUTE_ATIME = 0x70;
  private static final long ATTRIBUTE_IDMAP = 0x100000;
  private static final byte[] EMPTY = {0};

  private Mounts() {}

  /** A detached copy of what is mounted at the place, with what is mounted below it. */
  public static Fd copy(Fd place) {
    long flags = OPEN_TREE_CLONE | AT_RECURSIVE | Descriptors.O_CLOEXEC | Descriptors.AT_EMPTY_PATH;
    long fd = LibC.syscall(Call.OPEN_TREE.number(), place.number(), EMPTY, flags, 0, 0);
    String what = "make a mount of " + place.name();
    return new Fd((int) Errno.check("open_tree", what, fd), place.name());
  }

  /** A new detached file system; an option without value has an empty one. */
  public static Fd create(String type, Map<String, String> options, Set<MountFlag> flags) {
    String what = "make a " + type + " file system";
    long context =
        Errno.check(
            "fsopen",
            what,
            LibC.syscall(
                Call.FSOPEN.number(),
                BytePath.of(type).terminated(),
                FSOPEN_CLOEXEC,
                (byte[]) null,
                0));
    try (Fd configured = new Fd((int) context, type)) {
      // As mount(2) has it; without, tools show the source as "none".
      configure(what, configured, "source", type);
      options.forEach((key, value) -> configure(what, configured, key, value));
      long made =
          LibC.syscall(
              Call.FSCONFIG.number(), context, FSCONFIG_CMD_CREATE, (byte[]) null, null, 0);
      Errno.check("fsconfig", what, made);
      long mount =
          LibC.syscall(
              Call.FSMOUNT.number(),
              context,
              FSMOUNT_CLOEXEC,
              MountFlag.attributes(flags),
              0,
              0,
              0);
      return new Fd((int) Errno.check("fsmount", what, mount), type);
    }
  }

  private static void configure(String what, Fd context, String key, String value) {
    boolean alone = value.isEmpty();
    long result =
        LibC.syscall(
            Call.FSCONFIG.number(),
            context.number(),
            alone ? FSCONFIG_SET_FLAG : FSCONFIG_SET_STRING,
            BytePath.of(key).terminated(),
            alone ? null : BytePath.of(value).terminated(),
            0);
    Errno.check("fsconfig", what + " with " + key + (alone ? "" : "=" + value), result);
  }

  /** Shows the tree at the place: from now on its descriptor is that of the mount. */
  public static void attach(Fd tree, Fd place) {
    long flags = MOVE_MOUNT_F_EMPTY_PATH | MOVE_MOUNT_T_EMPTY_PATH;
    long result =
        LibC.syscall(Call.MOVE_MOUNT.number(), tree.number(), EMPTY, place.number(), EMPTY, flags);
    Errno.check("move_mount", "mount " + tree.name() + " on " + place.name(), result);
  }

  /** Sets the flags of a mount, and of all below it. */
  public static void restrict(Fd mount, Set<MountFlag> flags, boolean withAllBelow) {
    long set = MountFlag.attributes(flags);
    long clear = flags.contains(MountFlag.STRICTATIME) ? ATTRIBUTE_ATIME : 0;
    setAttributes("restrict", mount, new long[] {set, clear, 0, 0}, withAllBelow);
  }

  /** Shows the owners of a detached tree as the user namespace maps them. */
  public static void mapOwners(Fd tree, Fd userNamespace) {
    long[] attributes = {ATTRIBUTE_IDMAP, 0, 0, userNamespace.number()};
    setAttributes("map the owners of", tree, attributes, true);
  }

  private static void setAttributes(String verb, Fd mount, long[] attributes, boolean below) {
    long result =
        LibC.syscall(
            Call.MOUNT_SETATTR.number(),
            mount.number(),
            EMPTY,
            Descriptors.AT_EMPTY_PATH | (below ? AT_RECURSIVE : 0),
            attributes,
            (long) attributes.length * Long.BYTES);
    Errno.check("mount_setattr", verb + " " + mount.name(), result);
  }

  /** From now on this thread's mounts do not appear on the host; the host's appear here. */
  static void receiveOnly() {
    mount("keep mounts from the host", "/", MS_REC | MS_SLAVE);
  }

  private static void mount(String what, String target, long flags) {
    long result =
        LibC.syscall(
            Call.MOUNT.number(),
            (byte[]) null,
            BytePath.of(target).terminated(),
            null,
            flags,
            null);
    Errno.check("mount", what, result);
  }
}
