package jbuild.builder.archive;

import java.io.FilterInputStream;
import java.io.IOException;
import java.io.InputStream;

/** A stream that knows how much of it was read. */
class Metered extends FilterInputStream {
  private long count;

  Metered(InputStream in) {
    super(in);
  }

  final long count() {
    return count;
  }

  @Override
  public final int read() throws IOException {
    int b = in.read();
    arrived(b == -1 ? 0 : 1);
    return b;
  }

  @Override
  public final int read(byte[] buffer, int offset, int length) throws IOException {
    int got = in.read(buffer, offset, length);
    arrived(Math.max(got, 0));
    return got;
  }

  @Override
  public final long skip(long wanted) throws IOException {
    byte[] buffer = new byte[(int) Math.min(wanted, 8192)];
    return Math.max(read(buffer, 0, buffer.length), 0);
  }

  @Override
  public final boolean markSupported() {
    return false;
  }

  void arrived(int bytes) {
    count += bytes;
  }

  /** What is expanded from another stream, as far as limits allow. */
  static Metered limited(InputStream expanded, Metered compressed, Limits limits) {
    return new Metered(expanded) {
      @Override
      void arrived(int bytes) {
        super.arrived(bytes);
        if (count() > limits.free() && count() / limits.ratio() > compressed.count()) {
          throw new BadArchive(
              "it expands to more than " + limits.ratio() + " times its size: nothing real does");
        }
      }
    };
  }
}
