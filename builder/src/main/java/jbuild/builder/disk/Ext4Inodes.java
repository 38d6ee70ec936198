package jbuild.builder.disk;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.channels.FileChannel;
import java.util.HashMap;
import java.util.Map;
import java.util.zip.CRC32C;
import jbuild.runner.linux.BytePath;

/**
 * The inodes of an ext4 file system in a file, to be completed: mkfs.ext4 knows neither parts of
 * seconds nor years after 2037, and gives the root attributes of its own. See
 * Documentation/filesystems/ext4 of the kernel.
 */
final class Ext4Inodes {
  static final int ROOT = 2;

  private static final int SUPERBLOCK_AT = 1024;
  private static final int SUPERBLOCK = 1024;
  private static final int MAGIC = 0xef53;
  private static final int INODE_TABLE_AT = 8;
  private static final int INODE_TABLE_HIGH_AT = 0x28;
  private static final int EXTENTS_AT = 0x28;
  private static final int EXTENT_MAGIC = 0xf30a;
  private static final int EXTENT = 12;
  private static final int CHECKSUM_AT = 0x7c;
  private static final int CHECKSUM_HIGH_AT = 0x82;
  private static final int ACCESS_AT = 0x8;
  private static final int CHANGE_AT = 0xc;
  private static final int MODIFICATION_AT = 0x10;
  private static final int CHANGE_EXTRA_AT = 0x84;
  private static final int MODIFICATION_EXTRA_AT = 0x88;
  private static final int ACCESS_EXTRA_AT = 0x8c;
  private static final int GENERATION_AT = 0x64;
  private static final int TYPE = 0170000;

  private final FileChannel disk;
  private final long start;
  private final int blockSize;
  private final int inodeSize;
  private final int inodesPerGroup;
  private final int descriptorSize;
  private final long descriptorsAt;
  private final byte[] id = new byte[16];
  private final Map<Integer, ByteBuffer> tables = new HashMap<>();

  private Ext4Inodes(FileChannel disk, long start, ByteBuffer superblock) {
    this.disk = disk;
    this.start = start;
    this.blockSize = 1024 << superblock.getInt(0x18);
    this.inodesPerGroup = superblock.getInt(0x28);
    this.inodeSize = superblock.getShort(0x58);
    this.descriptorSize = Math.max(32, superblock.getShort(0xfe));
    this.descriptorsAt = (long) (superblock.getInt(0x14) + 1) * blockSize;
    superblock.get(0x68, id);
  }

  /**
   * The file system that begins somewhere in a file.
   *
   * @param disk open for reading and writing
   */
  static Ext4Inodes of(FileChannel disk, long start) throws IOException {
    ByteBuffer superblock = read(disk, start + SUPERBLOCK_AT, SUPERBLOCK);
    if (Short.toUnsignedInt(superblock.getShort(0x38)) != MAGIC) {
      throw new IOException("mkfs.ext4 has made no file system");
    }
    return new Ext4Inodes(disk, start, superblock);
  }

  /** Gives every file the attributes that are on record; times are those of the last change. */
  void complete(TreeRecord record) throws IOException {
    Map<Integer, Map<BytePath, Integer>> directories = new HashMap<>();
    int index = 0;
    for (TreeNode node : record.nodes()) {
      int inode = index == 0 ? ROOT : find(directories.get(node.parent()), node.name());
      complete(inode, node, index == 0);
      if (node.isDirectory()) {
        directories.put(index, entries(inode));
      }
      index++;
    }
  }

  private static int find(Map<BytePath, Integer> directory, BytePath name) throws IOException {
    Integer inode = directory.get(name);
    if (inode == null) {
      throw new IOException("mkfs.ext4 left out " + name);
    }
    return inode;
  }

  private void complete(int number, TreeNode node, boolean root) throws IOException {
    ByteBuffer inode = inode(number);
    if (root) {
      inode.putShort(0, (short) (inode.getShort(0) & TYPE | node.mode()));
      inode.putShort(2, (short) node.uid()).putShort(0x78, (short) (node.uid() >>> 16));
      inode.putShort(0x18, (short) node.gid()).putShort(0x7a, (short) (node.gid() >>> 16));
    }
    int seconds = (int) node.seconds();
    // Two more bits of the seconds, and the nanoseconds above them.
    int extra = (int) (node.seconds() - seconds >> 32 & 3) | node.nanoseconds() << 2;
    inode.putInt(ACCESS_AT, seconds).putInt(ACCESS_EXTRA_AT, extra);
    inode.putInt(CHANGE_AT, seconds).putInt(CHANGE_EXTRA_AT, extra);
    inode.putInt(MODIFICATION_AT, seconds).putInt(MODIFICATION_EXTRA_AT, extra);
    sum(number, inode);
  }

  private void sum(int number, ByteBuffer inode) {
    inode.putShort(CHECKSUM_AT, (short) 0).putShort(CHECKSUM_HIGH_AT, (short) 0);
    CRC32C crc = new CRC32C();
    crc.update(id);
    ByteBuffer seed = ByteBuffer.allocate(2 * Integer.BYTES).order(ByteOrder.LITTLE_ENDIAN);
    crc.update(seed.putInt(number).putInt(inode.getInt(GENERATION_AT)).flip());
    crc.update(inode.duplicate());
    int sum = ~(int) crc.getValue();
    inode.putShort(CHECKSUM_AT, (short) sum).putShort(CHECKSUM_HIGH_AT, (short) (sum >>> 16));
  }

  /** A view: what is written into it is in the file. */
  private ByteBuffer inode(int number) throws IOException {
    int group = (number - 1) / inodesPerGroup;
    ByteBuffer table = tables.get(group);
    if (table == null) {
      ByteBuffer descriptor =
          read(disk, start + descriptorsAt + (long) group * descriptorSize, descriptorSize);
      long block = Integer.toUnsignedLong(descriptor.getInt(INODE_TABLE_AT));
      if (descriptorSize > INODE_TABLE_HIGH_AT) {
        block |= Integer.toUnsignedLong(descriptor.getInt(INODE_TABLE_HIGH_AT)) << 32;
      }
      long length = (long) inodesPerGroup * inodeSize;
      table = disk.map(FileChannel.MapMode.READ_WRITE, start + block * blockSize, length);
      tables.put(group, table);
    }
    int at = (number - 1) % inodesPerGroup * inodeSize;
    return table.slice(at, inodeSize).order(ByteOrder.LITTLE_ENDIAN);
  }

  private Map<BytePath, Integer> entries(int directory) throws IOException {
    Map<BytePath, Integer> entries = new HashMap<>();
    ByteBuffer inode = inode(directory);
    readExtents(inode.slice(EXTENTS_AT, 60).order(ByteOrder.LITTLE_ENDIAN), entries);
    return entries;
  }

  private void readExtents(ByteBuffer node, Map<BytePath, Integer> entries) throws IOException {
    if (Short.toUnsignedInt(node.getShort(0)) != EXTENT_MAGIC) {
      throw new IOException("mkfs.ext4 has made a directory without extents");
    }
    int depth = node.getShort(6);
    for (int i = 1; i <= node.getShort(2); i++) {
      int at = i * EXTENT;
      if (depth > 0) {
        long block =
            Integer.toUnsignedLong(node.getInt(at + 4)) | (long) node.getShort(at + 8) << 32;
        readExtents(read(disk, start + block * blockSize, blockSize), entries);
      } else {
        long block =
            (long) node.getShort(at + 6) << 32 | Integer.toUnsignedLong(node.getInt(at + 8));
        for (int j = 0; j < node.getShort(at + 4); j++) {
          readNames(read(disk, start + (block + j) * blockSize, blockSize), entries);
        }
      }
    }
  }

  private static void readNames(ByteBuffer block, Map<BytePath, Integer> entries) {
    int at = 0;
    while (at < block.capacity()) {
      int inode = block.getInt(at);
      byte[] name = new byte[Byte.toUnsignedInt(block.get(at + 6))];
      if (inode != 0) {
        block.get(at + 8, name);
        entries.put(BytePath.of(name), inode);
      }
      at += Math.max(8, Short.toUnsignedInt(block.getShort(at + 4)));
    }
  }

  private static ByteBuffer read(FileChannel disk, long position, int length) throws IOException {
    ByteBuffer bytes = ByteBuffer.allocate(length).order(ByteOrder.LITTLE_ENDIAN);
    while (bytes.hasRemaining() && disk.read(bytes, position + bytes.position()) > 0) {
      continue;
    }
    return bytes.clear().order(ByteOrder.LITTLE_ENDIAN);
  }
}
