package jbuild.builder.repository;

import java.io.IOException;
import java.io.InputStream;
import java.net.URI;
import java.util.Base64;
import java.util.Objects;
import java.util.regex.Pattern;
import jbuild.runner.ExitStatus;
import jbuild.runner.Failure;

/**
 * A public key that may sign a release, and the fingerprint that it must have.
 *
 * @param name says whose it is, in messages
 * @param fingerprint of the primary key, all of it, in upper case
 * @param source where the key is, or the key itself
 */
public record PinnedKey(String name, String fingerprint, URI source) {
  private static final Pattern FINGERPRINT = Pattern.compile("[0-9A-F]{40}");
  private static final String INLINE = "data:application/pgp-keys;base64,";

  public PinnedKey {
    Objects.requireNonNull(name);
    Objects.requireNonNull(source);
    if (!isFingerprint(fingerprint)) {
      throw new IllegalArgumentException("not a fingerprint: " + fingerprint);
    }
  }

  /** A key that is at hand, armored or not. */
  public static PinnedKey of(String name, String fingerprint, byte[] key) {
    URI source = URI.create(INLINE + Base64.getEncoder().encodeToString(key));
    return new PinnedKey(name, fingerprint, source);
  }

  public static boolean isFingerprint(String text) {
    return FINGERPRINT.matcher(text).matches();
  }

  /** What is there, whether or not it has the fingerprint. */
  public byte[] content() {
    String address = source.toString();
    if (address.startsWith(INLINE)) {
      return Base64.getDecoder().decode(address.substring(INLINE.length()));
    }
    try (InputStream in = source.toURL().openStream()) {
      return in.readAllBytes();
    } catch (IOException e) {
      throw new Failure(
          ExitStatus.NETWORK,
          "cannot read the key " + name,
          "it is not at " + source,
          "put the key there, or take it out of its profile");
    }
  }
}
