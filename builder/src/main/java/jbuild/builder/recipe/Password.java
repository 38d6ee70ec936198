package jbuild.builder.recipe;

import java.nio.file.Path;

/** How somebody logs in. */
public sealed interface Password {
  /** Not with a password. */
  record Locked() implements Password {}

  /** With no password at all. */
  record Empty() implements Password {}

  /**
   * With the password that this is the hash of.
   *
   * @param hash as crypt(5) describes it
   */
  record Hashed(String hash) implements Password {
    public Hashed {
      if (!Grammar.HASH.matches(hash)) {
        throw new IllegalArgumentException("not a hash of crypt(5)");
      }
    }

    /** A hash can be guessed from: it stays out of messages. */
    @Override
    public String toString() {
      return "Hashed";
    }
  }

  /** With the password that is the first line of a file on the host. */
  record FromFile(Path file) implements Password {}

  /** With the password that a variable has when the image is built. */
  record FromEnvironment(String variable) implements Password {}
}
