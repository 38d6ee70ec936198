package jbuild.builder.disk;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import jbuild.runner.linux.BytePath;

/**
 * The inodes of a btrfs in a file of its own, to be completed: mkfs.btrfs knows neither parts of
 * seconds nor the numbers of devices, and older ones give the root attributes of their own. See the
 * on-disk format in the documentation of btrfs.
 */
final class BtrfsInodes {
  private static final long FILES = 5;
  private static final long ROOT = 256;
  private static final int INODE_ITEM = 1;
  private static final int DIRECTORY_INDEX = 96;
  private static final int ROOT_ITEM = 132;
  private static final int ROOT_ITEM_NODE_AT = 176;
  private static final int NAME_LENGTH_AT = 27;
  private static final int NAME_AT = 30;
  private static final int UID_AT = 0x2c;
  private static final int GID_AT = 0x30;
  private static final int MODE_AT = 0x34;
  private static final int DEVICE_AT = 0x38;
  private static final int TYPE = 0170000;

  /** Of the last access, of the last change of the inode and of the content, and of the birth. */
  private static final List<Integer> TIMES_AT = List.of(0x70, 0x7c, 0x88, 0x94);

  /** The kernel's own numbers have so many bits for the minor one. */
  private static final int MINOR_BITS = 20;

  private final BtrfsTrees trees;
  private final long root;

  private BtrfsInodes(BtrfsTrees trees, long root) {
    this.trees = trees;
    this.root = root;
  }

  /**
   * @param file open for reading and writing
   */
  static BtrfsInodes of(FileChannel file) throws IOException {
    BtrfsTrees trees = BtrfsTrees.of(file);
    long[] root = {0};
    trees.visit(
        trees.root(),
        leaf -> {
          for (BtrfsLeaf.Item item : leaf.items()) {
            if (item.object() == FILES && item.type() == ROOT_ITEM) {
              root[0] = item.data().getLong(ROOT_ITEM_NODE_AT);
            }
          }
          return false;
        });
    if (root[0] == 0) {
      throw new IOException("mkfs.btrfs has made no tree of files");
    }
    return new BtrfsInodes(trees, root[0]);
  }

  /** Gives every file the attributes that are on record; times are those of the last change. */
  void complete(TreeRecord record) throws IOException {
    Map<Long, TreeNode> nodes = nodes(record, names());
    trees.visit(
        root,
        leaf -> {
          boolean changed = false;
          for (BtrfsLeaf.Item item : leaf.items()) {
            TreeNode node = item.type() == INODE_ITEM ? nodes.get(item.object()) : null;
            if (node != null) {
              complete(item.data(), node, item.object() == ROOT);
              changed = true;
            }
          }
          return changed;
        });
  }

  private static void complete(ByteBuffer inode, TreeNode node, boolean root) {
    if (root) {
      inode.putInt(MODE_AT, inode.getInt(MODE_AT) & TYPE | node.mode());
      inode.putInt(UID_AT, (int) node.uid()).putInt(GID_AT, (int) node.gid());
    }
    long device = (long) node.special().major() << MINOR_BITS | node.special().minor();
    inode.putLong(DEVICE_AT, device);
    for (int at : TIMES_AT) {
      inode.putLong(at, node.seconds()).putInt(at + Long.BYTES, node.nanoseconds());
    }
  }

  /** The inodes of all names, by directory. */
  private Map<Long, Map<BytePath, Long>> names() throws IOException {
    Map<Long, Map<BytePath, Long>> names = new HashMap<>();
    trees.visit(
        root,
        leaf -> {
          for (BtrfsLeaf.Item item : leaf.items()) {
            if (item.type() == DIRECTORY_INDEX) {
              ByteBuffer data = item.data();
              byte[] name = new byte[data.getShort(NAME_LENGTH_AT)];
              data.get(NAME_AT, name);
              names
                  .computeIfAbsent(item.object(), none -> new HashMap<>())
                  .put(BytePath.of(name), data.getLong(0));
            }
          }
          return false;
        });
    return names;
  }

  private static Map<Long, TreeNode> nodes(TreeRecord record, Map<Long, Map<BytePath, Long>> names)
      throws IOException {
    Map<Long, TreeNode> nodes = new HashMap<>();
    long[] inodes = new long[record.nodes().size()];
    for (int i = 0; i < inodes.length; i++) {
      TreeNode node = record.nodes().get(i);
      Long inode =
          i == 0
              ? Long.valueOf(ROOT)
              : names.getOrDefault(inodes[node.parent()], Map.of()).get(node.name());
      if (inode == null) {
        throw new IOException("mkfs.btrfs left out " + node.name());
      }
      inodes[i] = inode;
      nodes.put(inode, node);
    }
    return nodes;
  }
}
