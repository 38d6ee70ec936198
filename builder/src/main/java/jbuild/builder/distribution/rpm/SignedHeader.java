package jbuild.builder.distribution.rpm;

import java.io.IOException;
import java.io.InputStream;
import java.nio.BufferUnderflowException;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;

/**
 * What a package says of itself, and the OpenPGP signature of that: see rpm's "RPM v4 File Format".
 */
record SignedHeader(byte[] header, byte[] signature) {
  private static final int LEAD = 96;
  private static final int MAGIC = 0x8eade801;
  private static final int HEAD = 16;
  private static final int ENTRY = 16;
  private static final int LARGEST = 64 << 20;

  /** Of the header alone, by a key of RSA or EdDSA and by one of DSA or ECDSA. */
  private static final List<Integer> SIGNATURES = List.of(268, 267);

  /** Of a file; nothing when that is no package, or has no signature of this kind. */
  static Optional<SignedHeader> of(Path file) throws IOException {
    try (InputStream in = Files.newInputStream(file)) {
      return of(in.readNBytes(LARGEST));
    }
  }

  /** The same of its bytes. */
  static Optional<SignedHeader> of(byte[] file) {
    try {
      return of(ByteBuffer.wrap(file));
    } catch (BufferUnderflowException | IndexOutOfBoundsException e) {
      return Optional.empty();
    }
  }

  private static Optional<SignedHeader> of(ByteBuffer file) {
    int first = length(file, LEAD);
    int second = (LEAD + first + 7) / 8 * 8;
    byte[] header = part(file, second, length(file, second));
    return SIGNATURES.stream()
        .flatMap(tag -> entry(file, tag).stream())
        .findFirst()
        .map(signature -> new SignedHeader(header, signature));
  }

  private static int length(ByteBuffer file, int start) {
    if (file.getInt(start) != MAGIC) {
      throw new IndexOutOfBoundsException(start);
    }
    return HEAD + ENTRY * entries(file, start) + file.getInt(start + 12);
  }

  private static int entries(ByteBuffer file, int start) {
    int entries = file.getInt(start + 8);
    if (entries < 0 || entries > LARGEST / ENTRY) {
      throw new IndexOutOfBoundsException(start);
    }
    return entries;
  }

  private static Optional<byte[]> entry(ByteBuffer file, int tag) {
    int entries = entries(file, LEAD);
    int store = LEAD + HEAD + ENTRY * entries;
    for (int i = 0; i < entries; i++) {
      int entry = LEAD + HEAD + ENTRY * i;
      if (file.getInt(entry) == tag) {
        return Optional.of(part(file, store + file.getInt(entry + 8), file.getInt(entry + 12)));
      }
    }
    return Optional.empty();
  }

  private static byte[] part(ByteBuffer file, int start, int length) {
    if (length < 0 || length > file.capacity()) {
      throw new IndexOutOfBoundsException(start);
    }
    byte[] bytes = new byte[length];
    file.get(start, bytes);
    return bytes;
  }
}
