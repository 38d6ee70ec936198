package jbuild.runner.image.disk;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.BitSet;

/**
 * Which clusters of a file of QEMU are for what. Nothing is for two things: a small file could be a
 * disk without end otherwise.
 */
final class Qcow2Clusters {
  private static final long OFFSET = 0x00fffffffffffe00L;
  private static final int MOST = 1 << 28;

  private final DiskBytes disk;
  private final Qcow2Header header;
  private final BitSet taken = new BitSet();
  private final BitSet packed = new BitSet();

  /** The list of clusters with counts is small, and they are read one after the other. */
  private final ByteBuffer lists;

  private long shownAt;
  private ByteBuffer shown = ByteBuffer.allocate(0);

  Qcow2Clusters(DiskBytes disk, Qcow2Header header) {
    this.disk = disk;
    this.header = header;
    Qcow2Header.require(
        disk.size() >> header.clusterBits() < MOST, disk, "it has more clusters than can be");
    int lengthOfLists = header.counts().count() << header.clusterBits();
    this.lists = disk.read(header.counts().at(), lengthOfLists).order(ByteOrder.BIG_ENDIAN);
    take(0, 1);
    take(header.counts().at(), lengthOfLists);
    take(header.tables().at(), (long) header.tables().count() * Long.BYTES);
  }

  private void take(long at, long length) {
    for (long from = at; from < at + length; from += header.clusterSize()) {
      take(from);
    }
  }

  /** Fails when the cluster is outside of the file, or for something else. */
  void take(long at) {
    int index = index(at);
    Qcow2Header.require(at % header.clusterSize() == 0, disk, "a cluster is at an odd place");
    Qcow2Header.require(
        !taken.get(index) && !packed.get(index), disk, "two things are in the same cluster");
    taken.set(index);
  }

  /** Several compressed clusters can be packed into one. */
  void takePacked(long at, int length) {
    for (int index = index(at); index <= index(Math.min(at + length, disk.size()) - 1); index++) {
      Qcow2Header.require(!taken.get(index), disk, "two things are in the same cluster");
      packed.set(index);
    }
  }

  private int index(long at) {
    Qcow2Header.require(at >= 0 && at < disk.size(), disk, "a cluster is behind its end");
    int index = (int) (at >> header.clusterBits());
    Qcow2Header.require(
        header.isDirty() || isCounted(index), disk, "a cluster that it uses counts as free");
    return index;
  }

  private boolean isCounted(int index) {
    long bits = 1L << header.countOrder();
    long perCluster = header.clusterSize() * 8L / bits;
    int list = (int) (index / perCluster);
    if (list >= lists.capacity() / Long.BYTES) {
      return false;
    }
    long at = lists.getLong(list * Long.BYTES) & OFFSET;
    if (at == 0 || at % header.clusterSize() != 0 || at >= disk.size()) {
      return false;
    }
    if (at != shownAt) {
      shown = disk.read(at, header.clusterSize());
      shownAt = at;
    }
    long first = index % perCluster * bits;
    for (long bit = first; bit < first + bits; bit++) {
      if ((shown.get((int) (bit / 8)) >> bit % 8 & 1) != 0) {
        return true;
      }
    }
    return false;
  }
}
