package jbuild.builder.repository;

import java.security.MessageDigest;
import java.util.HexFormat;
import java.util.regex.Pattern;

/**
 * What a file must be, to the byte.
 *
 * @param sha256 in lower-case hexadecimal
 */
public record Checksum(String sha256, long size) {
  private static final Pattern SHA256 = Pattern.compile("[0-9a-f]{64}");

  public Checksum {
    if (!SHA256.matcher(sha256).matches() || size < 0) {
      throw new IllegalArgumentException("not a checksum: " + sha256 + " " + size);
    }
  }

  /** As a mirror's file has it, so anything is possible. */
  static Checksum parse(String sha256, String size) throws WrongContent {
    try {
      return new Checksum(sha256, Long.parseLong(size));
    } catch (IllegalArgumentException e) {
      throw new WrongContent(
          "it says '" + sha256 + " " + size + "' where a SHA256 and a size belong");
    }
  }

  /** Of everything that the digest has seen; the digest is as new afterwards. */
  static Checksum of(MessageDigest digest, long size) {
    return new Checksum(HexFormat.of().formatHex(digest.digest()), size);
  }
}
