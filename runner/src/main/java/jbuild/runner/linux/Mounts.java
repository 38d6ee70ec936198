package jbuild.runner.linux;

import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;

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

  static final long OPEN_TREE_CLONE = 0x1;
  static final long AT_RECURSIVE = 0x8000;

  /** MOVE_MOUNT_F_EMPTY_PATH and MOVE_MOUNT_T_EMPTY_PATH: both are descriptors. */
  static final long BOTH_EMPTY = 0x44;

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
    return copy(place, AT_RECURSIVE);
  }

  /** The same without what is mounted below it. */
  public static Fd copyAlone(Fd place) {
    return copy(place, 0);
  }

  private static Fd copy(Fd place, long below) {
    long flags = OPEN_TREE_CLONE | below | Descriptors.O_CLOEXEC | Descriptors.AT_EMPTY_PATH;
    long fd = LibC.syscall(Call.OPEN_TREE.number(), place.number(), EMPTY, flags);
    String what = "make a mount of " + place.name();
    return new Fd((int) Errno.check("open_tree", what, fd), place.name());
  }

  /** A new detached file system; an option without value has an empty one. */
  public static Fd create(String type, Map<String, String> options, Set<MountFlag> flags) {
    // As mount(2) has it; without, tools show the source as "none".
    return create(type, type, options, flags);
  }

  /** The detached file system of a source, usually a block device. */
  public static Fd create(
      String type, String source, Map<String, String> options, Set<MountFlag> flags) {
    try (Fd context = context(type, source)) {
      for (Map.Entry<String, String> option : options.entrySet()) {
        configure(type, context, option.getKey(), option.getValue());
      }
      return mount(type, context, flags);
    }
  }

  /**
   * A new detached file system that shows several directories as one; see overlayfs in the kernel's
   * documentation.
   *
   * @param lower from the highest to the lowest
   * @param upper what is written ends up there; without it nothing can be
   */
  public static Fd overlay(List<Fd> lower, Optional<UpperLayer> upper, Set<MountFlag> flags) {
    String type = "overlay";
    try (Fd context = context(type, type)) {
      layers(type, context, lower);
      if (upper.isPresent()) {
        configure(type, context, "upperdir", Descriptors.magicLink(upper.get().directory()));
        configure(type, context, "workdir", Descriptors.magicLink(upper.get().work()));
      }
      return mount(type, context, flags);
    }
  }

  /** The same of one directory only, and with more options. */
  public static Fd overlay(Fd lower, UpperLayer upper, Map<String, String> options) {
    String type = "overlay";
    try (Fd context = context(type, type)) {
      layers(type, context, List.of(lower));
      configure(type, context, "upperdir", Descriptors.magicLink(upper.directory()));
      configure(type, context, "workdir", Descriptors.magicLink(upper.work()));
      for (Map.Entry<String, String> option : options.entrySet()) {
        configure(type, context, option.getKey(), option.getValue());
      }
      return mount(type, context, Set.of());
    }
  }

  /**
   * What can be written of an overlay.
   *
   * @param work empty, on the same mount
   */
  public record UpperLayer(Fd directory, Fd work) {}

  // By links in /proc: no character in a path means anything there, and nothing is looked up again.
  private static void layers(String type, Fd context, List<Fd> lower) {
    for (Fd layer : lower) {
      long result = configured(context, "lowerdir+", Descriptors.magicLink(layer));
      if (result == -1 && Errno.last() == Errno.EINVAL && layer == lower.get(0)) {
        // Before Linux 6.8 all are one option, of 255 bytes at most.
        String all = lower.stream().map(Descriptors::magicLink).collect(Collectors.joining(":"));
        configure(type, context, "lowerdir", all);
        return;
      }
      Errno.check("fsconfig", "make an overlay of " + layer.name(), result);
    }
  }

  private static Fd context(String type, String source) {
    byte[] name = BytePath.of(type).terminated();
    long fd = LibC.syscall(Call.FSOPEN.number(), name, FSOPEN_CLOEXEC);
    Fd context = new Fd((int) Errno.check("fsopen", making(type), fd), type);
    try {
      configure(type, context, "source", source);
      return context;
    } catch (RuntimeException | Error e) {
      context.close();
      throw e;
    }
  }

  private static Fd mount(String type, Fd context, Set<MountFlag> flags) {
    long number = context.number();
    long made = LibC.syscall(Call.FSCONFIG.number(), number, FSCONFIG_CMD_CREATE);
    Errno.check("fsconfig", making(type), made);
    long attributes = MountFlag.attributes(flags);
    long mount = LibC.syscall(Call.FSMOUNT.number(), number, FSMOUNT_CLOEXEC, attributes);
    return new Fd((int) Errno.check("fsmount", making(type), mount), type);
  }

  private static String making(String type) {
    return "make a " + type + " file system";
  }

  private static void configure(String type, Fd context, String key, String value) {
    long result = configured(context, key, value);
    String option = value.isEmpty() ? key : key + "=" + value;
    Errno.check("fsconfig", making(type) + " with " + option, result);
  }

  private static long configured(Fd context, String key, String value) {
    boolean alone = value.isEmpty();
    return LibC.syscall(
        Call.FSCONFIG.number(),
        context.number(),
        alone ? FSCONFIG_SET_FLAG : FSCONFIG_SET_STRING,
        BytePath.of(key).terminated(),
        alone ? null : BytePath.of(value).terminated());
  }

  /** Shows the tree at the place: from now on its descriptor is that of the mount. */
  public static void attach(Fd tree, Fd place) {
    long number = Call.MOVE_MOUNT.number();
    long result = LibC.syscall(number, tree.number(), EMPTY, place.number(), EMPTY, BOTH_EMPTY);
    Errno.check("move_mount", "mount " + tree.name() + " on " + place.name(), result);
  }

  /** Sets the flags of a mounted file system, wherever it is mounted, and those of this mount. */
  public static void restrictAll(Fd mount, Set<MountFlag> flags) {
    String what = "restrict " + mount.name();
    mount(what, Descriptors.magicLink(mount), MS_REMOUNT | MountFlag.forMount(flags));
  }

  /** Sets the flags of a mount, and of all below it. */
  public static void restrict(Fd mount, Set<MountFlag> flags, boolean withAllBelow) {
    long set = MountFlag.attributes(flags);
    boolean times = flags.contains(MountFlag.STRICTATIME) || flags.contains(MountFlag.NOATIME);
    long clear = times ? ATTRIBUTE_ATIME : 0;
    setAttributes("restrict", mount, new long[] {set, clear, 0, 0}, withAllBelow);
  }

  /**
   * Shows the owners of a detached tree as the user namespace maps them. What is mounted below
   * keeps its own where not every file system there can do that.
   */
  public static void mapOwners(Fd tree, Fd userNamespace) {
    long[] attributes = {ATTRIBUTE_IDMAP, 0, 0, userNamespace.number()};
    String verb = "map the owners of";
    try {
      setAttributes(verb, tree, attributes, true);
    } catch (SyscallFailure failure) {
      if (failure.errno() != Errno.EINVAL) {
        throw failure;
      }
      setAttributes(verb, tree, attributes, false);
    }
  }

  /** Takes away a mount of this thread's namespace; what is open of it stays usable. */
  public static void detach(Fd mount) {
    byte[] path = BytePath.of(Descriptors.magicLink(mount)).terminated();
    long result = LibC.syscall(Call.UMOUNT2.number(), path, MNT_DETACH);
    Errno.check("umount2", "unmount " + mount.name(), result);
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
        LibC.syscall(Call.MOUNT.number(), null, BytePath.of(target).terminated(), null, flags);
    Errno.check("mount", what, result);
  }
}
