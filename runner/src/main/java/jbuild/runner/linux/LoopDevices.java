package jbuild.runner.linux;

import java.io.File;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.Objects;
import java.util.Optional;

/** Block devices that are parts of files; see loop(4). */
public final class LoopDevices {
  private static final File BLOCKS = new File("/sys/block");
  private static final BytePath CONTROL = BytePath.of("/dev/loop-control");
  private static final long LOOP_CTL_GET_FREE = 0x4c82;
  private static final long LOOP_GET_STATUS64 = 0x4c05;
  private static final long LOOP_SET_CAPACITY = 0x4c07;
  private static final long LOOP_CONFIGURE = 0x4c0a;
  private static final int SIZE_OF_CONFIGURATION = 304;
  private static final int OFFSET_AT = 32;
  private static final int LIMIT_AT = 40;
  private static final int FLAGS_AT = 60;
  private static final int NAME_AT = 64;
  private static final int LONGEST_NAME = 63;
  private static final int LO_FLAGS_READ_ONLY = 1;
  private static final int LO_FLAGS_AUTOCLEAR = 4;
  private static final int ATTEMPTS = 64;

  // Of struct loop_info64 in linux/loop.h.
  private static final int SIZE_OF_STATUS = 232;
  private static final int INODE_AT = 8;
  private static final int OFFSET_IN_STATUS = 24;
  private static final int LIMIT_IN_STATUS = 32;
  private static final int FLAGS_IN_STATUS = 52;

  private LoopDevices() {}

  /**
   * Makes a device of a part of a file, and returns it open; its name is the path. It is gone when
   * it is neither open nor mounted any more, so also when this process is killed.
   *
   * @param file open for writing unless the device is for reading only
   */
  public static Fd attach(Fd file, long start, long size, boolean readOnly) {
    byte[] configuration = configuration(file, start, size, readOnly);
    for (int i = 0; i < ATTEMPTS; i++) {
      Fd device = free(readOnly);
      if (Control.quietly(device, LOOP_CONFIGURE, configuration) != -1) {
        return device;
      }
      int errno = Errno.last();
      device.close();
      // Somebody else was given the same device, and was faster.
      if (errno != Errno.EBUSY) {
        throw failure(file, errno);
      }
    }
    throw failure(file, Errno.EBUSY);
  }

  /**
   * The device of a whole file, wherever on the host it was made: for two of them the kernel knows
   * nothing of each other's writes. It stays as long as it is open here.
   *
   * @param file may be open as a place
   */
  public static Optional<Fd> of(Fd file) {
    FileStatus status = FileStatus.of(file);
    String[] blocks = Objects.requireNonNullElse(BLOCKS.list(), new String[0]);
    for (String name : blocks) {
      if (name.startsWith("loop") && new File(BLOCKS, name + "/loop").isDirectory()) {
        Optional<Fd> device = ofWhole(status, BytePath.of("/dev/" + name));
        if (device.isPresent()) {
          return device;
        }
      }
    }
    return Optional.empty();
  }

  private static Optional<Fd> ofWhole(FileStatus file, BytePath path) {
    Fd device;
    try {
      device = Descriptors.onHost(path, Descriptors.O_RDWR);
    } catch (SyscallFailure failure) {
      // It has just gone, or has no node here, or cannot be written: it is no device for us.
      return Optional.empty();
    }
    ByteBuffer status = ByteBuffer.allocate(SIZE_OF_STATUS).order(ByteOrder.nativeOrder());
    if (Control.quietly(device, LOOP_GET_STATUS64, status.array()) != -1
        && status.getLong(0) == file.device().number()
        && status.getLong(INODE_AT) == file.inode()
        && status.getLong(OFFSET_IN_STATUS) == 0
        && status.getLong(LIMIT_IN_STATUS) == 0
        && (status.getInt(FLAGS_IN_STATUS) & LO_FLAGS_READ_ONLY) == 0) {
      return Optional.of(device);
    }
    device.close();
    return Optional.empty();
  }

  /** Lets the device of a whole file be as large as the file is now. */
  public static void fit(Fd device) {
    long result = Control.quietly(device, LOOP_SET_CAPACITY, 0);
    Errno.check("ioctl", "change the size of " + device.name(), result);
  }

  private static SyscallFailure failure(Fd file, int errno) {
    return new SyscallFailure("ioctl", "cannot make a loop device of " + file.name(), errno);
  }

  private static Fd free(boolean readOnly) {
    try (Fd control = Descriptors.onHost(CONTROL, Descriptors.O_RDWR)) {
      long number = Control.quietly(control, LOOP_CTL_GET_FREE, 0);
      if (number == -1) {
        throw new SyscallFailure("ioctl", "cannot get a loop device", Errno.last());
      }
      long flags = readOnly ? Descriptors.O_RDONLY : Descriptors.O_RDWR;
      return Descriptors.onHost(BytePath.of("/dev/loop" + number), flags);
    }
  }

  private static byte[] configuration(Fd file, long start, long size, boolean readOnly) {
    ByteBuffer bytes =
        ByteBuffer.allocate(SIZE_OF_CONFIGURATION)
            .order(ByteOrder.nativeOrder())
            .putInt(0, file.number())
            .putLong(OFFSET_AT, start)
            .putLong(LIMIT_AT, size)
            .putInt(FLAGS_AT, LO_FLAGS_AUTOCLEAR | (readOnly ? LO_FLAGS_READ_ONLY : 0));
    byte[] name = BytePath.of(file.name()).bytes();
    bytes.position(NAME_AT);
    bytes.put(name, 0, Math.min(name.length, LONGEST_NAME));
    return bytes.array();
  }
}
