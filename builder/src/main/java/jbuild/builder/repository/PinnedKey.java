package jbuild.builder.repository;

import java.io.IOException;
import java.io.InputStream;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.util.Objects;
import java.util.regex.Pattern;
import jbuild.runner.ExitStatus;
import jbuild.runner.Failure;

/**
 * A public key that may sign a release, and the fingerprint that it must have.
 *
 * @param name says whose it is, in messages
 * @param fingerprint of the primary key, all of it, in upper case
 * @param source where the armored key is
 */
public record PinnedKey(String name, String fingerprint, URI source) {
  private static final Pattern FINGERPRINT = Pattern.compile("[0-9A-F]{40}");

  public PinnedKey {
    Objects.requireNonNull(name);
    Objects.requireNonNull(source);
    if (!isFingerprint(fingerprint)) {
      throw new IllegalArgumentException("not a fingerprint: " + fingerprint);
    }
  }

  public static boolean isFingerprint(String text) {
    return FINGERPRINT.matcher(text).matches();
  }

  String armored() {
    try (InputStream in = source.toURL().openStream()) {
      return new String(in.readAllBytes(), StandardCharsets.US_ASCII);
    } catch (IOException e) {
      throw new Failure(
          ExitStatus.NETWORK,
          "cannot read the key " + name,
          "it is not at " + source,
          "put the key there, or take it out of its profile");
    }
  }
}
