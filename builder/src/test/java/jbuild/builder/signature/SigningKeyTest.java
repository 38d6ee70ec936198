package jbuild.builder.signature;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.net.URISyntaxException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import jbuild.runner.ExitStatus;
import jbuild.runner.Failure;
import org.bouncycastle.openpgp.PGPException;
import org.bouncycastle.openpgp.PGPPublicKeyRingCollection;
import org.bouncycastle.openpgp.PGPSignature;
import org.bouncycastle.openpgp.PGPSignatureList;
import org.bouncycastle.openpgp.PGPUtil;
import org.bouncycastle.openpgp.bc.BcPGPObjectFactory;
import org.bouncycastle.openpgp.operator.bc.BcKeyFingerprintCalculator;
import org.bouncycastle.openpgp.operator.bc.BcPGPContentVerifierBuilderProvider;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The keys are GnuPG's. */
class SigningKeyTest {
  private static final byte[] CONTENT = "what is signed\n".getBytes(StandardCharsets.US_ASCII);

  @TempDir Path directory;

  @Test
  void signsWithAKeyThatAPassphraseProtects() throws Exception {
    SigningKey key = SigningKey.read(file("protected.asc"), passphrase("correct horse"));

    byte[] signature = key.sign(CONTENT, false);

    assertTrue(verifies("protected.pub.asc", signature, CONTENT));
    assertFalse(verifies("protected.pub.asc", signature, "other".getBytes()));
  }

  @Test
  void signsWithTheSubkeyThatMayAndNotWithThePrimaryKeyOrTheOneThatEncrypts() throws Exception {
    SigningKey key = SigningKey.read(file("subkeys.gpg"), Optional.empty());

    byte[] signature = key.sign(CONTENT, true);

    String text = new String(signature, StandardCharsets.US_ASCII);
    assertTrue(text.startsWith("-----BEGIN PGP SIGNATURE-----\n\n"), text);
    assertTrue(verifies("subkeys.pub.gpg", signature, CONTENT));
  }

  @Test
  void saysWhyAKeyCannotSign() throws Exception {
    Path text = Files.writeString(directory.resolve("text"), "no key");
    Path missing = directory.resolve("missing");

    assertEquals("a passphrase protects it", refusal(file("protected.asc"), Optional.empty()));
    assertEquals(
        "the passphrase does not open it", refusal(file("protected.asc"), passphrase("wrong")));
    assertEquals("no key in it may sign", refusal(file("certify-only.asc"), Optional.empty()));
    assertEquals("it has no secret OpenPGP key", refusal(text, Optional.empty()));
    assertEquals("it is no secret OpenPGP key", refusal(file("subkeys.pub.gpg"), Optional.empty()));
    assertEquals("no such file or directory", refusal(missing, Optional.empty()));
  }

  @Test
  void keepsPassphrasesOutOfMessages() throws Exception {
    assertEquals("a passphrase", passphrase("correct horse").orElseThrow().toString());
  }

  private static String refusal(Path key, Optional<Passphrase> passphrase) {
    Failure failure = assertThrows(Failure.class, () -> SigningKey.read(key, passphrase));
    assertEquals(ExitStatus.WRONG_USAGE, failure.status());
    return failure.why();
  }

  private Optional<Passphrase> passphrase(String text) throws IOException {
    Path file = Files.writeString(directory.resolve("passphrase"), text + "\nmore\n");
    return Passphrase.find(Optional.of(file));
  }

  private static boolean verifies(String keys, byte[] signature, byte[] content)
      throws IOException, PGPException, URISyntaxException {
    PGPPublicKeyRingCollection rings;
    try (InputStream in = PGPUtil.getDecoderStream(Files.newInputStream(file(keys)))) {
      rings = new PGPPublicKeyRingCollection(in, new BcKeyFingerprintCalculator());
    }
    InputStream decoded = PGPUtil.getDecoderStream(new ByteArrayInputStream(signature));
    PGPSignatureList list = (PGPSignatureList) new BcPGPObjectFactory(decoded).nextObject();
    PGPSignature only = list.get(0);
    only.init(new BcPGPContentVerifierBuilderProvider(), rings.getPublicKey(only.getKeyID()));
    only.update(content);
    return only.verify();
  }

  private static Path file(String name) throws URISyntaxException {
    return Path.of(SigningKeyTest.class.getResource(name).toURI());
  }
}
