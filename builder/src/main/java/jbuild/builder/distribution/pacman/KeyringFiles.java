package jbuild.builder.distribution.pacman;

import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import jbuild.builder.repository.PinnedKey;
import jbuild.runner.image.ImageTree;

/**
 * A distribution's keyring, as its package has it; see pacman-key(8). Whom it trusts is not taken
 * from there.
 *
 * @param keys as one file; empty where there is none
 * @param revoked fingerprints that do not count any more
 */
record KeyringFiles(byte[] keys, List<String> revoked) {
  static final KeyringFiles NONE = new KeyringFiles(new byte[0], List.of());

  private static final int LARGEST = 32 << 20;
  private static final List<String> DIRECTORIES =
      List.of("/usr/share/pacman/keyrings/", "/usr/share/keyrings/");

  KeyringFiles {
    revoked = List.copyOf(revoked);
  }

  /** The keyring of this name in a tree where the package is installed. */
  static Optional<KeyringFiles> in(Path root, String name) {
    try (ImageTree tree = ImageTree.open(root)) {
      return DIRECTORIES.stream()
          .flatMap(directory -> in(tree, directory + name).stream())
          .findFirst();
    }
  }

  private static Optional<KeyringFiles> in(ImageTree tree, String path) {
    List<String> revoked =
        tree
            .read(path + "-revoked", LARGEST)
            .map(bytes -> new String(bytes, StandardCharsets.US_ASCII))
            .stream()
            .flatMap(String::lines)
            .filter(PinnedKey::isFingerprint)
            .toList();
    return tree.read(path + ".gpg", LARGEST).map(keys -> new KeyringFiles(keys, revoked));
  }

  /** Text begins with a character, and packets of OpenPGP with a bit that characters have not. */
  boolean isArmored() {
    return keys.length > 0 && keys[0] > 0;
  }

  boolean isSameAs(KeyringFiles other) {
    return Arrays.equals(keys, other.keys) && revoked.equals(other.revoked);
  }
}
