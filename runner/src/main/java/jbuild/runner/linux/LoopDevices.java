package jbuild.runner.linux;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;

/** Block devices that are parts of files; see loop(4). */
public final class LoopDevices {
  private static final BytePath CONTROL = BytePath.of("/dev/loop-control");
  private static final long LOOP_CTL_GET_FREE = 0x4c82;
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
