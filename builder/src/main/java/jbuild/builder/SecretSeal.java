package jbuild.builder;

import java.io.IOException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.security.GeneralSecurityException;
import java.security.SecureRandom;
import java.util.HexFormat;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;

/**
 * Tells whether a secret is the one of the last build, and nothing else of it: who reads the mark
 * cannot try passwords, because a key of this host is in it.
 *
 * @param cache where the key is, for root alone
 */
record SecretSeal(Path cache) {
  private static final String KEY = "secret-key";
  private static final String METHOD = "HmacSHA256";
  private static final int LENGTH = 32;

  /** The mark of a secret; without the right to read the key all are alike. */
  String of(byte[] secret) {
    try {
      Mac mac = Mac.getInstance(METHOD);
      mac.init(new SecretKeySpec(key(), METHOD));
      return HexFormat.of().formatHex(mac.doFinal(secret));
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException("every JDK has " + METHOD, e);
    } catch (IOException e) {
      return "sealed";
    }
  }

  private byte[] key() throws IOException {
    Path file = cache.resolve(KEY);
    if (!Files.exists(file)) {
      make(file);
    }
    byte[] key = Files.readAllBytes(file);
    if (key.length != LENGTH) {
      throw new IOException("not a key: " + file);
    }
    return key;
  }

  private void make(Path file) throws IOException {
    Files.createDirectories(cache);
    byte[] key = new byte[LENGTH];
    new SecureRandom().nextBytes(key);
    Path aside =
        Files.createTempFile(
            cache,
            KEY,
            ".new",
            PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-------")));
    try {
      Files.write(aside, key);
      Files.createLink(file, aside);
    } catch (FileAlreadyExistsException e) {
      // Another build made it meanwhile, and that one counts.
      return;
    } finally {
      Files.delete(aside);
    }
  }
}
