package jbuild.builder.recipe;

import java.nio.file.Path;
import java.util.Objects;
import java.util.Optional;

/**
 * How the checksums of outputs are signed.
 *
 * @param key a file with a secret OpenPGP key
 * @param passphrase a file whose first line opens the key
 * @param armored whether the signature is text
 */
public record Signing(Path key, Optional<Path> passphrase, boolean armored) {
  public Signing {
    Objects.requireNonNull(key);
    Objects.requireNonNull(passphrase);
  }
}
