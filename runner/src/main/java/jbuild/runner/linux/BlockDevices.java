package jbuild.runner.linux;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;

/** Block devices as wholes; numbers are those of linux/fs.h. */
public final class BlockDevices {
  private static final long BLKROSET = 0x125d;
  private static final long BLKROGET = 0x125e;

  private BlockDevices() {}

  /** Whether the kernel refuses to write to it; the device is open for use. */
  public static boolean isReadOnly(Fd device) {
    byte[] answer = new byte[Integer.BYTES];
    Control.of(device, BLKROGET, answer, "look at " + device.name());
    return ByteBuffer.wrap(answer).order(ByteOrder.nativeOrder()).getInt() != 0;
  }

  /** Forbids to write to it, or allows it again, until the device is gone. */
  public static void setReadOnly(Fd device, boolean readOnly) {
    byte[] argument =
        ByteBuffer.allocate(Integer.BYTES)
            .order(ByteOrder.nativeOrder())
            .putInt(0, readOnly ? 1 : 0)
            .array();
    Control.of(device, BLKROSET, argument, "change " + device.name());
  }
}
