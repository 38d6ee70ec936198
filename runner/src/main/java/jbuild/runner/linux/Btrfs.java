package jbuild.runner.linux;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.UUID;

/** Subvolumes of btrfs; numbers and layouts are those of linux/btrfs.h. */
public final class Btrfs {
  private static final int BTRFS_SUPER_MAGIC = 0x9123683e;
  private static final long TOP_INODE = 256;
  private static final int ARGUMENTS = 4096;
  private static final long RESIZE = 0x50009403L;
  private static final long SNAP_DESTROY = 0x5000940fL;
  private static final long SNAP_CREATE_V2 = 0x50009417L;
  private static final long SUBVOL_CREATE_V2 = 0x50009418L;
  private static final long SUBVOL_GETFLAGS = 0x80089419L;
  private static final long SUBVOL_SETFLAGS = 0x4008941aL;
  private static final long GET_SUBVOL_INFO = 0x81f8943cL;
  private static final long GET_SUBVOL_ROOTREF = 0xd000943dL;
  private static final long INO_LOOKUP_USER = 0xd000943eL;
  private static final long READ_ONLY = 2;
  private static final int SIZE_OF_INFO = 504;
  private static final int ID_AT = 296;
  private static final int ORIGIN_AT = 312;
  private static final int CHANGED_AT = 376;
  private static final int CREATED_AT = 392;
  private static final int NAME_IN_V1 = 8;
  private static final int FLAGS_IN_V2 = 16;
  private static final int NAME_IN_V2 = 56;
  private static final int COUNT_OF_REFERENCES = 4088;
  private static final int SIZE_OF_REFERENCE = 16;
  private static final int NAME_IN_LOOKUP = 16;
  private static final int PATH_IN_LOOKUP = 272;
  private static final int EOVERFLOW = 75;

  private Btrfs() {}

  /** Whether the file is on a btrfs; it may be open as a place. */
  public static boolean holds(Fd fd) {
    return FileSystemSpace.of(fd).type() == BTRFS_SUPER_MAGIC;
  }

  /** Whether it is the top directory of a subvolume; it may be open as a place. */
  public static boolean isSubvolume(Fd directory) {
    FileStatus status = FileStatus.of(directory);
    return status.isDirectory() && status.inode() == TOP_INODE && holds(directory);
  }

  /** Makes an empty subvolume. */
  public static void make(Fd parent, BytePath name) {
    create(SUBVOL_CREATE_V2, 0, 0, parent, name, "make subvolume " + parent.name() + "/" + name);
  }

  /** Makes a copy of one subvolume that can be written; those below it are empty directories. */
  public static void snapshot(Fd subvolume, Fd parent, BytePath name) {
    snapshot(subvolume, parent, name, 0);
  }

  /** The same, but from the beginning nobody can write to the copy. */
  public static void readOnlySnapshot(Fd subvolume, Fd parent, BytePath name) {
    snapshot(subvolume, parent, name, READ_ONLY);
  }

  private static void snapshot(Fd subvolume, Fd parent, BytePath name, long flags) {
    try (Fd source = open(subvolume)) {
      String what = "make a snapshot of " + subvolume.name() + " as " + parent.name() + "/" + name;
      create(SNAP_CREATE_V2, source.number(), flags, parent, name, what);
    }
  }

  private static void create(
      long request, long source, long flags, Fd parent, BytePath name, String what) {
    ByteBuffer arguments = arguments().putLong(0, source).putLong(FLAGS_IN_V2, flags);
    arguments.position(NAME_IN_V2).put(name.terminated());
    try (Fd directory = open(parent)) {
      Control.of(directory, request, arguments.array(), what);
    }
  }

  /** Removes a subvolume with its content; it must have no subvolumes below it. */
  public static void destroy(Fd parent, BytePath name) {
    ByteBuffer arguments = arguments();
    arguments.position(NAME_IN_V1).put(name.terminated());
    try (Fd directory = open(parent)) {
      String what = "remove subvolume " + parent.name() + "/" + name;
      Control.of(directory, SNAP_DESTROY, arguments.array(), what);
    }
  }

  /** Whether its owner has forbidden changes. */
  public static boolean isReadOnly(Fd subvolume) {
    try (Fd directory = open(subvolume)) {
      return (flags(directory) & READ_ONLY) != 0;
    }
  }

  /** Forbids changes, or allows them again. */
  public static void setReadOnly(Fd subvolume, boolean readOnly) {
    try (Fd directory = open(subvolume)) {
      long flags = flags(directory) & ~READ_ONLY | (readOnly ? READ_ONLY : 0);
      byte[] argument =
          ByteBuffer.allocate(Long.BYTES).order(ByteOrder.nativeOrder()).putLong(flags).array();
      Control.of(directory, SUBVOL_SETFLAGS, argument, "change " + subvolume.name());
    }
  }

  private static long flags(Fd directory) {
    byte[] flags = new byte[Long.BYTES];
    Control.of(directory, SUBVOL_GETFLAGS, flags, "look at subvolume " + directory.name());
    return ByteBuffer.wrap(flags).order(ByteOrder.nativeOrder()).getLong();
  }

  /**
   * What a subvolume knows of itself.
   *
   * @param changed when anything in it was
   */
  public record Times(Instant created, Instant changed) {}

  /**
   * Which subvolume it is, and which it is a snapshot of.
   *
   * @param origin all zeros when it is none
   */
  public record Descent(UUID id, UUID origin) {}

  /** Tells snapshots and originals apart. */
  public static Descent descent(Fd subvolume) {
    ByteBuffer bytes = info(subvolume);
    return new Descent(id(bytes, ID_AT), id(bytes, ORIGIN_AT));
  }

  private static UUID id(ByteBuffer bytes, int at) {
    return new UUID(bytes.getLong(at), bytes.getLong(at + Long.BYTES));
  }

  /** When the subvolume was made, and when anything in it has changed. */
  public static Times times(Fd subvolume) {
    ByteBuffer bytes = info(subvolume);
    return new Times(time(bytes, CREATED_AT), time(bytes, CHANGED_AT));
  }

  private static ByteBuffer info(Fd subvolume) {
    byte[] info = new byte[SIZE_OF_INFO];
    try (Fd directory = open(subvolume)) {
      Control.of(directory, GET_SUBVOL_INFO, info, "look at subvolume " + directory.name());
    }
    return ByteBuffer.wrap(info).order(ByteOrder.nativeOrder());
  }

  private static Instant time(ByteBuffer bytes, int at) {
    return Instant.ofEpochSecond(bytes.getLong(at), bytes.getInt(at + Long.BYTES));
  }

  /** The paths of the subvolumes directly below one; those below these are not among them. */
  public static List<BytePath> below(Fd subvolume) {
    List<BytePath> paths = new ArrayList<>();
    try (Fd directory = open(subvolume)) {
      ByteBuffer references = arguments();
      boolean isRest;
      do {
        isRest = Control.quietly(directory, GET_SUBVOL_ROOTREF, references.array()) != -1;
        if (!isRest && Errno.last() != EOVERFLOW) {
          throw new SyscallFailure(
              "ioctl", "cannot list the subvolumes of " + subvolume.name(), Errno.last());
        }
        int count = Byte.toUnsignedInt(references.get(COUNT_OF_REFERENCES));
        for (int i = 0; i < count; i++) {
          int at = Long.BYTES + i * SIZE_OF_REFERENCE;
          paths.add(path(directory, references.getLong(at), references.getLong(at + Long.BYTES)));
        }
      } while (!isRest);
    }
    return paths;
  }

  private static BytePath path(Fd directory, long tree, long parent) {
    byte[] lookup = arguments().putLong(0, parent).putLong(Long.BYTES, tree).array();
    Control.of(directory, INO_LOOKUP_USER, lookup, "find a subvolume of " + directory.name());
    byte[] path = text(lookup, PATH_IN_LOOKUP);
    byte[] name = text(lookup, NAME_IN_LOOKUP);
    byte[] joined = Arrays.copyOf(path, path.length + name.length);
    System.arraycopy(name, 0, joined, path.length, name.length);
    return BytePath.of(joined);
  }

  /** Lets the file system be as large as its device is now. */
  public static void fit(Fd root) {
    resize(root, "max");
  }

  /** Lets it be so large, or so small: fails with ENOSPC when what is in it needs more. */
  public static void fit(Fd root, long bytes) {
    resize(root, Long.toString(bytes));
  }

  private static void resize(Fd root, String size) {
    ByteBuffer arguments = arguments();
    arguments.position(NAME_IN_V1).put(BytePath.of(size).terminated());
    try (Fd directory = open(root)) {
      Control.of(directory, RESIZE, arguments.array(), "change the size of " + root.name());
    }
  }

  private static byte[] text(byte[] struct, int from) {
    int end = from;
    while (struct[end] != 0) {
      end++;
    }
    return Arrays.copyOfRange(struct, from, end);
  }

  private static Fd open(Fd place) {
    return Descriptors.reopen(place, Descriptors.O_RDONLY | Descriptors.O_DIRECTORY);
  }

  private static ByteBuffer arguments() {
    return ByteBuffer.allocate(ARGUMENTS).order(ByteOrder.nativeOrder());
  }
}
