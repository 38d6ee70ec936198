package jbuild.runner.linux;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.Optional;

/** How many characters a terminal shows; see ioctl_tty(2). */
public record WindowSize(int rows, int columns) {
  private static final long TIOCGWINSZ = 0x5413;
  private static final int BYTES = 8; // struct winsize

  /** Empty when the descriptor is no terminal. */
  public static Optional<WindowSize> of(int descriptor) {
    byte[] size = new byte[BYTES];
    long result = LibC.syscall(Call.IOCTL.number(), descriptor, TIOCGWINSZ, size);
    if (result == -1) {
      return Optional.empty();
    }
    ByteBuffer fields = ByteBuffer.wrap(size).order(ByteOrder.nativeOrder());
    return Optional.of(new WindowSize(fields.getShort() & 0xFFFF, fields.getShort() & 0xFFFF));
  }
}
