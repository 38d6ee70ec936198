package jbuild.builder.archive;

import java.util.zip.Checksum;

/** The last expanded block, and before it what the next one may refer to. */
final class Lz4Window {
  private static final int FARTHEST = 1 << 16;
  private static final int SHORTEST_MATCH = 4;
  private static final int NIBBLE = 15;
  private static final int LONGER = 255;

  private final int largest;
  private final byte[] bytes;
  private int first = FARTHEST;
  private int start = FARTHEST;
  private int end = FARTHEST;
  private int taken = FARTHEST;

  /** For blocks of at most so many bytes, when expanded. */
  Lz4Window(int largest) {
    this.largest = largest;
    this.bytes = new byte[FARTHEST + largest];
  }

  int largest() {
    return largest;
  }

  /** Forgets all: the next block refers to itself only. */
  void clear() {
    first = FARTHEST;
    start = FARTHEST;
    end = FARTHEST;
    taken = FARTHEST;
  }

  /** How many bytes of the block were handed out; 0 when there are no more. */
  int take(byte[] target, int offset, int length) {
    int count = Math.min(length, end - taken);
    System.arraycopy(bytes, taken, target, offset, count);
    taken += count;
    return count;
  }

  void digest(Checksum checksum) {
    checksum.update(bytes, start, end - start);
  }

  /** A block as it is. How long it is. */
  int store(byte[] block, int length) {
    slide();
    System.arraycopy(block, 0, bytes, start, length);
    end = start + length;
    return length;
  }

  /**
   * A compressed block. How long it is expanded.
   *
   * @throws IndexOutOfBoundsException if it refers to what is not there
   */
  int expand(byte[] block, int length) {
    slide();
    int from = 0;
    int to = start;
    while (from < length) {
      int token = Byte.toUnsignedInt(block[from++]);
      int literals = token >> 4;
      if (literals == NIBBLE) {
        int more;
        do {
          more = Byte.toUnsignedInt(block[from++]);
          literals += more;
        } while (more == LONGER);
      }
      if (literals > length - from) {
        throw new IndexOutOfBoundsException(from);
      }
      System.arraycopy(block, from, bytes, to, literals);
      from += literals;
      to += literals;
      if (from == length) {
        break;
      }
      int distance = Byte.toUnsignedInt(block[from]) | Byte.toUnsignedInt(block[from + 1]) << 8;
      from += 2;
      int matched = (token & NIBBLE) + SHORTEST_MATCH;
      if (matched == NIBBLE + SHORTEST_MATCH) {
        int more;
        do {
          more = Byte.toUnsignedInt(block[from++]);
          matched += more;
        } while (more == LONGER);
      }
      repeat(to, distance, matched);
      to += matched;
    }
    end = to;
    return end - start;
  }

  private void repeat(int to, int distance, int length) {
    if (distance == 0 || distance > to - first) {
      throw new IndexOutOfBoundsException(distance);
    }
    int done = 0;
    // What is nearer than it is long repeats itself: each round has twice as much to copy from.
    while (done < length) {
      int part = Math.min(length - done, distance + done);
      System.arraycopy(bytes, to - distance, bytes, to + done, part);
      done += part;
    }
  }

  private void slide() {
    int kept = Math.min(FARTHEST, end - first);
    System.arraycopy(bytes, end - kept, bytes, FARTHEST - kept, kept);
    first = FARTHEST - kept;
    start = FARTHEST;
    end = FARTHEST;
    taken = FARTHEST;
  }
}
