package jbuild.builder.disk;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.ArrayList;
import java.util.List;

/** A leaf of a tree of btrfs: what is written into the data of its items is in it. */
record BtrfsLeaf(ByteBuffer node) {
  static final int HEADER = 101;

  private static final int COUNT_AT = 0x60;
  private static final int ITEM = 25;

  /**
   * One item.
   *
   * @param object the first part of its key
   * @param offset the last part of its key
   */
  record Item(long object, int type, long offset, ByteBuffer data) {}

  List<Item> items() {
    List<Item> items = new ArrayList<>();
    for (int i = 0; i < node.getInt(COUNT_AT); i++) {
      int at = HEADER + i * ITEM;
      ByteBuffer data =
          node.slice(HEADER + node.getInt(at + 17), node.getInt(at + 21))
              .order(ByteOrder.LITTLE_ENDIAN);
      items.add(
          new Item(
              node.getLong(at), Byte.toUnsignedInt(node.get(at + 8)), node.getLong(at + 9), data));
    }
    return items;
  }
}
