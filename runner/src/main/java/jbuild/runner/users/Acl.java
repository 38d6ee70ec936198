package jbuild.runner.users;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;

/**
 * Access control lists as the kernel keeps them in attributes: a version, then a tag, permissions
 * and an id for each entry; see linux/posix_acl_xattr.h.
 */
final class Acl {
  private static final int VERSION = 2;
  private static final int ENTRY = 8;
  private static final int ID_AT = 4;
  private static final short USER = 2;
  private static final short GROUP = 8;

  private Acl() {}

  /** The same for other users and groups; a list of an unknown form stays as it is. */
  static byte[] moved(byte[] list, OwnerRange range) {
    byte[] moved = list.clone();
    ByteBuffer entries = ByteBuffer.wrap(moved).order(ByteOrder.LITTLE_ENDIAN);
    if (moved.length < Integer.BYTES || entries.getInt() != VERSION) {
      return moved;
    }
    for (int at = Integer.BYTES; at + ENTRY <= moved.length; at += ENTRY) {
      short tag = entries.getShort(at);
      if (tag == USER || tag == GROUP) {
        long id = Integer.toUnsignedLong(entries.getInt(at + ID_AT));
        entries.putInt(at + ID_AT, (int) range.of(id));
      }
    }
    return moved;
  }
}
