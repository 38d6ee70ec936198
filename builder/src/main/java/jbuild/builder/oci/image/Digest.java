package jbuild.builder.oci.image;

import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.Map;
import java.util.Optional;

/**
 * What a blob is called: the hash of its bytes. It is a file name too, so nothing but an algorithm
 * we know and lower-case hexadecimal figures of the right number gets in here.
 */
public record Digest(String algorithm, String hex) {
  private static final String SHA256 = "sha256";
  private static final Map<String, Integer> FIGURES = Map.of(SHA256, 64, "sha512", 128);

  public Digest {
    if (!FIGURES.getOrDefault(algorithm, -1).equals(hex.length()) || !isHexadecimal(hex)) {
      throw new IllegalArgumentException("no digest: " + algorithm + ":" + hex);
    }
  }

  private static boolean isHexadecimal(String text) {
    return text.chars().allMatch(c -> c >= '0' && c <= '9' || c >= 'a' && c <= 'f');
  }

  /** Empty when the text is none, or one of an algorithm that we do not know. */
  public static Optional<Digest> parse(String text) {
    int colon = text.indexOf(':');
    String hex = text.substring(colon + 1);
    return colon > 0
            && FIGURES.getOrDefault(text.substring(0, colon), -1).equals(hex.length())
            && isHexadecimal(hex)
        ? Optional.of(new Digest(text.substring(0, colon), hex))
        : Optional.empty();
  }

  /** What digests that we make ourselves are made with. */
  public static MessageDigest newHash() {
    return hash(SHA256);
  }

  /** Of all that a hash of {@link #newHash} has seen; it is as new afterwards. */
  public static Digest of(MessageDigest hash) {
    return new Digest(SHA256, HexFormat.of().formatHex(hash.digest()));
  }

  public static Digest of(byte[] content) {
    MessageDigest hash = newHash();
    hash.update(content);
    return of(hash);
  }

  /** A hash that finds out whether something has this digest. */
  public MessageDigest hash() {
    return hash(algorithm);
  }

  private static MessageDigest hash(String algorithm) {
    try {
      return MessageDigest.getInstance(algorithm.equals(SHA256) ? "SHA-256" : "SHA-512");
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException(e);
    }
  }

  /** Whether the bytes that the hash has seen are those of this digest; it is as new afterwards. */
  public boolean isOf(MessageDigest hash) {
    return HexFormat.of().formatHex(hash.digest()).equals(hex);
  }

  @Override
  public String toString() {
    return algorithm + ":" + hex;
  }
}
