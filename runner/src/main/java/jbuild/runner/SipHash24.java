package jbuild.runner;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;

/** The keyed hash SipHash-2-4 of Aumasson and Bernstein ("a fast short-input PRF", 2012). */
public final class SipHash24 {
  private static final int KEY = 16;

  private long v0;
  private long v1;
  private long v2;
  private long v3;

  private SipHash24(long k0, long k1) {
    v0 = k0 ^ 0x736f6d6570736575L;
    v1 = k1 ^ 0x646f72616e646f6dL;
    v2 = k0 ^ 0x6c7967656e657261L;
    v3 = k1 ^ 0x7465646279746573L;
  }

  /** The hash of the bytes under a key of 16 bytes. */
  public static long of(byte[] key, byte[] message) {
    if (key.length != KEY) {
      throw new IllegalArgumentException("a key has 16 bytes, not " + key.length);
    }
    ByteBuffer words = ByteBuffer.wrap(key).order(ByteOrder.LITTLE_ENDIAN);
    return new SipHash24(words.getLong(), words.getLong()).hash(message);
  }

  private long hash(byte[] message) {
    ByteBuffer words = ByteBuffer.wrap(message).order(ByteOrder.LITTLE_ENDIAN);
    while (words.remaining() >= Long.BYTES) {
      compress(words.getLong());
    }
    long last = (long) message.length << 56;
    for (int shift = 0; words.hasRemaining(); shift += Byte.SIZE) {
      last |= Byte.toUnsignedLong(words.get()) << shift;
    }
    compress(last);
    v2 ^= 0xff;
    rounds(4);
    return v0 ^ v1 ^ v2 ^ v3;
  }

  private void compress(long word) {
    v3 ^= word;
    rounds(2);
    v0 ^= word;
  }

  private void rounds(int count) {
    for (int round = 0; round < count; round++) {
      v0 += v1;
      v1 = Long.rotateLeft(v1, 13) ^ v0;
      v0 = Long.rotateLeft(v0, 32);
      v2 += v3;
      v3 = Long.rotateLeft(v3, 16) ^ v2;
      v0 += v3;
      v3 = Long.rotateLeft(v3, 21) ^ v0;
      v2 += v1;
      v1 = Long.rotateLeft(v1, 17) ^ v2;
      v2 = Long.rotateLeft(v2, 32);
    }
  }
}
