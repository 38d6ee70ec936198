package jbuild.builder.disk;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.Optional;
import java.util.UUID;
import jbuild.builder.digest.Sha256;

/** Identities of a disk and all in it: the same image has the same ones, whenever it is built. */
public record DiskIds(String image, Optional<String> version) {
  private static final long VERSION_BITS = 0xf000L;
  private static final long VERSION_8 = 0x8000L;
  private static final long VARIANT_BITS = 0xc000_0000_0000_0000L;
  private static final long VARIANT = 0x8000_0000_0000_0000L;

  /**
   * The identity of one thing.
   *
   * @param what names it among all that the disk has
   */
  public UUID of(String what) {
    String text = String.join("\n", "jbuild disk", image, version.orElse(""), what);
    ByteBuffer hash = ByteBuffer.wrap(Sha256.start().digest(text.getBytes(StandardCharsets.UTF_8)));
    // Version 8 of RFC 9562: bits of our own choice.
    return new UUID(
        hash.getLong() & ~VERSION_BITS | VERSION_8, hash.getLong() & ~VARIANT_BITS | VARIANT);
  }

  /** The identity of the partition with this label. */
  public UUID ofPartition(String label) {
    return of("partition " + label);
  }
}
