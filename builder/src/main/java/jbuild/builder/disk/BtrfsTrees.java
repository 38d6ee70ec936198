package jbuild.builder.disk;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.channels.FileChannel;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.zip.CRC32C;

/** The trees of a btrfs on one device, which may have each of their nodes twice. */
final class BtrfsTrees {
  private static final int SUPERBLOCK_AT = 0x10000;
  private static final int SUPERBLOCK = 4096;
  private static final long MAGIC = 0x4d5f53665248425fL; // "_BHRfS_M"
  private static final int CHUNKS_AT = 0x32b;
  private static final int KEY = 17;
  private static final int POINTER = 33;
  private static final int CHUNK_ITEM = 228;
  private static final int STRIPES_AT = 48;
  private static final int STRIPE = 32;
  private static final int SUM = 32;
  private static final int LEVEL_AT = 0x64;
  private static final int COUNT_AT = 0x60;

  private final FileChannel file;
  private final int nodeSize;
  private final long root;
  private final TreeMap<Long, List<Long>> chunks = new TreeMap<>();

  /** Gets one leaf at a time, and returns whether it has changed it. */
  @FunctionalInterface
  interface Visitor {
    boolean visit(BtrfsLeaf leaf);
  }

  private BtrfsTrees(FileChannel file, ByteBuffer superblock) {
    this.file = file;
    this.nodeSize = superblock.getInt(0x94);
    this.root = superblock.getLong(0x50);
  }

  static BtrfsTrees of(FileChannel file) throws IOException {
    ByteBuffer superblock = read(file, SUPERBLOCK_AT, SUPERBLOCK);
    if (superblock.getLong(0x40) != MAGIC || superblock.getShort(0xc4) != 0) {
      throw new IOException("mkfs.btrfs has made no file system with sums of the usual kind");
    }
    BtrfsTrees trees = new BtrfsTrees(file, superblock);
    trees.addSystemChunks(superblock.slice(CHUNKS_AT, superblock.getInt(0xa0)));
    trees.visit(
        superblock.getLong(0x58),
        leaf -> {
          for (BtrfsLeaf.Item item : leaf.items()) {
            if (item.type() == CHUNK_ITEM) {
              trees.add(item.offset(), item.data());
            }
          }
          return false;
        });
    return trees;
  }

  private void addSystemChunks(ByteBuffer array) {
    ByteBuffer chunksAndKeys = array.order(ByteOrder.LITTLE_ENDIAN);
    int at = 0;
    while (at < chunksAndKeys.capacity()) {
      long logical = chunksAndKeys.getLong(at + 9);
      ByteBuffer chunk =
          chunksAndKeys
              .slice(at + KEY, chunksAndKeys.capacity() - at - KEY)
              .order(ByteOrder.LITTLE_ENDIAN);
      at += KEY + STRIPES_AT + add(logical, chunk) * STRIPE;
    }
  }

  /** Returns how many places the chunk has. */
  private int add(long logical, ByteBuffer chunk) {
    List<Long> places = new ArrayList<>();
    for (int i = 0; i < chunk.getShort(STRIPES_AT - 4); i++) {
      places.add(chunk.getLong(STRIPES_AT + i * STRIPE + Long.BYTES));
    }
    chunks.put(logical, places);
    return places.size();
  }

  /** The tree in which the roots of all others are. */
  long root() {
    return root;
  }

  /** Visits all leaves below a node, and writes those that have changed. */
  void visit(long node, Visitor visitor) throws IOException {
    List<Long> places = places(node);
    ByteBuffer bytes = read(file, places.get(0), nodeSize);
    if (bytes.get(LEVEL_AT) > 0) {
      for (int i = 0; i < bytes.getInt(COUNT_AT); i++) {
        visit(bytes.getLong(BtrfsLeaf.HEADER + i * POINTER + KEY), visitor);
      }
    } else if (visitor.visit(new BtrfsLeaf(bytes))) {
      CRC32C crc = new CRC32C();
      crc.update(bytes.slice(SUM, nodeSize - SUM));
      bytes.putInt(0, (int) crc.getValue());
      for (long place : places) {
        write(place, bytes.duplicate().clear());
      }
    }
  }

  private List<Long> places(long logical) throws IOException {
    Map.Entry<Long, List<Long>> chunk = chunks.floorEntry(logical);
    if (chunk == null) {
      throw new IOException("mkfs.btrfs has made a tree that is nowhere");
    }
    return chunk.getValue().stream().map(place -> place + logical - chunk.getKey()).toList();
  }

  private void write(long position, ByteBuffer bytes) throws IOException {
    while (bytes.hasRemaining()) {
      file.write(bytes, position + bytes.position());
    }
  }

  private static ByteBuffer read(FileChannel file, long position, int length) throws IOException {
    ByteBuffer bytes = ByteBuffer.allocate(length);
    while (bytes.hasRemaining()) {
      if (file.read(bytes, position + bytes.position()) < 0) {
        throw new IOException("mkfs.btrfs has made a file that is too short");
      }
    }
    return bytes.clear().order(ByteOrder.LITTLE_ENDIAN);
  }
}
