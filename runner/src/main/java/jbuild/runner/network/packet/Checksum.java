package jbuild.runner.network.packet;

import java.nio.ByteBuffer;

/** The checksum of the Internet protocols; see RFC 1071. */
final class Checksum {
  private long sum;

  Checksum number(int value) {
    sum += Integer.toUnsignedLong(value);
    return this;
  }

  /** An odd byte at the end counts as if a zero followed. */
  Checksum bytes(ByteBuffer bytes, int from, int length) {
    int even = length & ~1;
    for (int at = from; at < from + even; at += Short.BYTES) {
      sum += Short.toUnsignedInt(bytes.getShort(at));
    }
    if (even < length) {
      sum += Byte.toUnsignedInt(bytes.get(from + even)) << Byte.SIZE;
    }
    return this;
  }

  /** Of what includes its own checksum it is zero when nothing was changed. */
  int value() {
    long folded = sum;
    while (folded > 0xffff) {
      folded = (folded & 0xffff) + (folded >>> Short.SIZE);
    }
    return (int) (~folded & 0xffff);
  }
}
