package jbuild.builder.repository;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.net.URI;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import jbuild.builder.repository.SigningKey.Subkey;
import jbuild.runner.Failure;
import org.bouncycastle.bcpg.HashAlgorithmTags;
import org.bouncycastle.openpgp.PGPSignature;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

class TrustedKeysTest {
  private static final String TEXT = "Suite: stable";
  private static final int SHA512 = HashAlgorithmTags.SHA512;

  @TempDir Path directory;

  @ParameterizedTest
  @ValueSource(ints = {PGPSignature.BINARY_DOCUMENT, PGPSignature.CANONICAL_TEXT_DOCUMENT})
  void acceptSignaturesOfTexts(int type) {
    SigningKey key = SigningKey.create();

    assertEquals(List.of(TEXT), verify(key, key.sign(TEXT, SHA512, type, Duration.ofHours(2))));
  }

  @Test
  void refuseASignatureThatWasMadeForSomethingElse() {
    SigningKey key = SigningKey.create();

    assertEquals(
        "key " + key.id() + ": it is not the signature of a text",
        refusal(key, key.sign(TEXT, SHA512, PGPSignature.STAND_ALONE, Duration.ZERO)));
  }

  @Test
  void refuseASignatureThatHasExpired() {
    SigningKey key = SigningKey.create();
    int type = PGPSignature.CANONICAL_TEXT_DOCUMENT;

    String refusal = refusal(key, key.sign(TEXT, SHA512, type, Duration.ofMinutes(1)));

    assertTrue(
        refusal.startsWith("key " + key.id() + ": the signature of archive has expired on "),
        refusal);
  }

  @Test
  void acceptASubkeyThatSigns() {
    SigningKey key = SigningKey.withSubkey(Subkey.SIGNS);

    assertEquals(List.of(TEXT), verify(key, key.sign(TEXT)));
  }

  @ParameterizedTest
  @EnumSource(names = {"ENCRYPTS", "WAS_BORROWED"})
  void refuseASubkeyThatMayNotSign(Subkey subkey) {
    SigningKey key = SigningKey.withSubkey(subkey);

    assertEquals(
        "key " + key.id() + ": it is not a signing key of archive", refusal(key, key.sign(TEXT)));
  }

  private String refusal(SigningKey key, byte[] file) {
    return assertThrows(Failure.class, () -> verify(key, file)).why();
  }

  private List<String> verify(SigningKey key, byte[] file) {
    return TrustedKeys.of(List.of(key.pinned(directory)), Clock.systemUTC())
        .verify(URI.create("http://mirror.jbuild.invalid/InRelease"), file);
  }
}
