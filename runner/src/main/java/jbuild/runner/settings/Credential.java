package jbuild.runner.settings;

import java.util.Arrays;

/**
 * A secret for a payload; see systemd.exec(5), "Credentials".
 *
 * @param id what it is called: the name of a file
 */
public record Credential(String id, byte[] secret) {
  private static final int LONGEST = 255;

  public Credential {
    if (!isId(id)) {
      throw new IllegalArgumentException("no name of a credential: " + id);
    }
    secret = secret.clone();
  }

  public static boolean isId(String text) {
    return !text.isEmpty()
        && text.length() <= LONGEST
        && !text.startsWith(".")
        && text.chars().allMatch(c -> c > ' ' && c < 127 && c != '/' && c != ':');
  }

  @Override
  public byte[] secret() {
    return secret.clone();
  }

  @Override
  public boolean equals(Object other) {
    return other instanceof Credential that
        && id.equals(that.id)
        && Arrays.equals(secret, that.secret);
  }

  @Override
  public int hashCode() {
    return id.hashCode();
  }

  /** Without the secret. */
  @Override
  public String toString() {
    return "Credential[" + id + "]";
  }
}
