package jbuild.runner.users;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.Arrays;

/**
 * Capabilities of files as the kernel keeps them in attributes. The second revision counts
 * everywhere, the third only in user namespaces whose root is the id at its end; see
 * capabilities(7).
 */
final class FileCapability {
  private static final int REVISION = 0xFF000000;
  private static final int EVERYWHERE = 0x02000000;
  private static final int NAMESPACED = 0x03000000;
  private static final int SIZE = 20;
  private static final int NAMESPACED_SIZE = 24;

  private FileCapability() {}

  /** The same for another root; what is of another revision stays as it is. */
  static byte[] moved(byte[] value, OwnerRange range) {
    if (value.length < Integer.BYTES) {
      return value;
    }
    int magic = ByteBuffer.wrap(value).order(ByteOrder.LITTLE_ENDIAN).getInt();
    int revision = magic & REVISION;
    if (revision == EVERYWHERE && value.length == SIZE) {
      return of(value, magic, range.of(0));
    }
    if (revision == NAMESPACED && value.length == NAMESPACED_SIZE) {
      int root = ByteBuffer.wrap(value).order(ByteOrder.LITTLE_ENDIAN).getInt(SIZE);
      return of(value, magic, range.of(Integer.toUnsignedLong(root)));
    }
    return value;
  }

  private static byte[] of(byte[] value, int magic, long root) {
    int revision = root == 0 ? EVERYWHERE : NAMESPACED;
    byte[] moved = Arrays.copyOf(value, root == 0 ? SIZE : NAMESPACED_SIZE);
    ByteBuffer fields = ByteBuffer.wrap(moved).order(ByteOrder.LITTLE_ENDIAN);
    fields.putInt(0, magic & ~REVISION | revision);
    if (root != 0) {
      fields.putInt(SIZE, (int) root);
    }
    return moved;
  }
}
