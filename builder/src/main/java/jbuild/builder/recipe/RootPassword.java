package jbuild.builder.recipe;

import java.nio.file.Path;

/** How root logs in at the console. */
public sealed interface RootPassword {
  /** Not with a password. */
  record Locked() implements RootPassword {}

  /** With no password at all. */
  record Empty() implements RootPassword {}

  /**
   * With the password that this is the hash of.
   *
   * @param hash as crypt(5) describes it
   */
  record Hashed(String hash) implements RootPassword {
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
  record FromFile(Path file) implements RootPassword {}
}
