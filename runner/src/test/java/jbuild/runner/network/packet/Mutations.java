package jbuild.runner.network.packet;

import java.util.Arrays;
import java.util.List;
import java.util.Random;

/** Frames with mistakes in them, the same ones each time. */
public final class Mutations {
  private static final int MOST_MISTAKES = 8;
  private static final int MOST_ADDED = 64;
  private static final int IP_HEADER_END = 34;

  private final Random random = new Random(20261122);
  private final List<byte[]> originals;

  public Mutations(List<byte[]> originals) {
    this.originals = List.copyOf(originals);
  }

  /** A frame that is cut, or longer than it says, or has other bytes; each mistake in any place. */
  public byte[] next() {
    byte[] original = originals.get(random.nextInt(originals.size()));
    int length =
        switch (random.nextInt(4)) {
          case 0 -> random.nextInt(original.length + 1);
          case 1 -> original.length + random.nextInt(MOST_ADDED);
          default -> original.length;
        };
    byte[] frame = Arrays.copyOf(original, length);
    // In every other frame the outer headers stay good, or hardly one would come further in.
    int from = random.nextBoolean() ? Math.min(IP_HEADER_END, length) : 0;
    for (int i = random.nextInt(MOST_MISTAKES); i > 0 && from < length; i--) {
      frame[from + random.nextInt(length - from)] = (byte) random.nextInt();
    }
    return frame;
  }
}
