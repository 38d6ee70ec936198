package jbuild.builder.archive;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.ByteOrder;
import java.util.Arrays;

/**
 * Compresses one block in LZ4's way: literals, then what was seen before, again and again. From
 * doc/lz4_Block_format.md of LZ4.
 */
final class Lz4Block {
  private static final VarHandle INTS =
      MethodHandles.byteArrayViewVarHandle(int[].class, ByteOrder.LITTLE_ENDIAN);
  private static final int HASH_BITS = 14;
  private static final int SHORTEST_MATCH = 4;
  private static final int FARTHEST = 65_535;

  /** No match begins in the last twelve bytes of a block or reaches into the last five. */
  private static final int LAST_START = 12;

  private static final int LAST_LITERALS = 5;
  private static final int NIBBLE = 15;

  /** After so many misses (as a power of two) the search takes longer steps. */
  private static final int PATIENCE = 6;

  private final int[] seen = new int[1 << HASH_BITS];
  private final byte[] target;
  private int written;

  /** For blocks of at most so many bytes. */
  Lz4Block(int largest) {
    target = new byte[largest + largest / 255 + 16];
  }

  /** Where the last block is, as long as the next one is not compressed. */
  byte[] result() {
    return target;
  }

  /** How long the result is, which may be longer than the source. */
  int compress(byte[] source, int length) {
    Arrays.fill(seen, -1);
    written = 0;
    int anchor = 0;
    int at = 0;
    int misses = 0;
    while (at <= length - LAST_START - 1) {
      int four = (int) INTS.get(source, at);
      int hash = four * -1_640_531_535 >>> Integer.SIZE - HASH_BITS;
      int before = seen[hash];
      seen[hash] = at;
      if (before >= 0 && at - before <= FARTHEST && (int) INTS.get(source, before) == four) {
        int end = Arrays.mismatch(source, before, length, source, at, length - LAST_LITERALS);
        int matched = end < 0 ? length - LAST_LITERALS - at : end;
        sequence(source, anchor, at, matched, at - before);
        at += matched;
        anchor = at;
        misses = 0;
      } else {
        at += 1 + (misses >> PATIENCE);
        misses++;
      }
    }
    literals(source, anchor, length, 0);
    return written;
  }

  private void sequence(byte[] source, int anchor, int at, int matched, int distance) {
    int more = matched - SHORTEST_MATCH;
    literals(source, anchor, at, Math.min(more, NIBBLE));
    target[written++] = (byte) distance;
    target[written++] = (byte) (distance >> Byte.SIZE);
    if (more >= NIBBLE) {
      rest(more - NIBBLE);
    }
  }

  private void literals(byte[] source, int from, int to, int token) {
    int count = to - from;
    target[written++] = (byte) (Math.min(count, NIBBLE) << 4 | token);
    if (count >= NIBBLE) {
      rest(count - NIBBLE);
    }
    System.arraycopy(source, from, target, written, count);
    written += count;
  }

  private void rest(int length) {
    int left = length;
    while (left >= 255) {
      target[written++] = (byte) 255;
      left -= 255;
    }
    target[written++] = (byte) left;
  }
}
