package jbuild.builder.oci.image;

import java.io.FilterInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.security.MessageDigest;

/** A blob on its way. What was read of it counts for nothing until {@link #verify} has returned. */
public final class VerifiedStream extends FilterInputStream {
  private static final int BUFFER = 64 * 1024;

  private final String name;
  private final Descriptor blob;
  private final MessageDigest hash;
  private long count;

  /**
   * @param name of the image, for messages
   */
  public VerifiedStream(String name, InputStream in, Descriptor blob) {
    super(in);
    this.name = name;
    this.blob = blob;
    this.hash = blob.digest().hash();
  }

  @Override
  public int read() throws IOException {
    byte[] one = new byte[1];
    return read(one, 0, 1) < 0 ? -1 : Byte.toUnsignedInt(one[0]);
  }

  @Override
  public int read(byte[] buffer, int offset, int length) throws IOException {
    int got = in.read(buffer, offset, length);
    if (got > 0) {
      count += got;
      if (count > blob.size()) {
        throw new BadImage(
            name,
            blob.digest() + " is longer than the " + blob.size() + " bytes that it should be");
      }
      hash.update(buffer, offset, got);
    }
    return got;
  }

  @Override
  public long skip(long wanted) throws IOException {
    byte[] buffer = new byte[(int) Math.min(Math.max(wanted, 0), BUFFER)];
    return Math.max(read(buffer, 0, buffer.length), 0);
  }

  @Override
  public boolean markSupported() {
    return false;
  }

  /** Reads the rest and compares everything. */
  public void verify() throws IOException {
    byte[] buffer = new byte[BUFFER];
    while (read(buffer, 0, buffer.length) >= 0) {
      // Only its hash counts.
    }
    if (count != blob.size()) {
      throw new BadImage(
          name, blob.digest() + " ends after " + count + " of " + blob.size() + " bytes");
    }
    if (!blob.digest().isOf(hash)) {
      throw new BadImage(name, "what should be " + blob.digest() + " has another digest");
    }
  }
}
