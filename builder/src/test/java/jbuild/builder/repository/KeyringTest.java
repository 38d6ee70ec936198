package jbuild.builder.repository;

import static org.junit.jupiter.api.Assertions.assertAll;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Arrays;
import java.util.List;
import jbuild.runner.ExitStatus;
import jbuild.runner.Failure;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class KeyringTest {
  private static final byte[] CONTENT = "sums\n".getBytes(StandardCharsets.UTF_8);

  @TempDir Path directory;
  private final SigningKey key = SigningKey.create();
  private Path file;

  @BeforeEach
  void writeTheKey() throws IOException {
    file = Files.write(directory.resolve("pubring.gpg"), key.publicKey());
  }

  @Test
  void acceptsWhatOneOfItsKeysHasSigned() throws IOException {
    // Armored, and behind another one in the same file.
    Path other = Path.of(SigningKey.create().pinned(directory).source());
    Path own = Path.of(key.pinned(directory).source());
    Path both =
        Files.writeString(
            directory.resolve("both"), Files.readString(other) + Files.readString(own));

    Keyring.read(List.of(file), Clock.systemUTC()).verify("it", CONTENT, signature());
    Keyring.read(List.of(both), Clock.systemUTC()).verify("it", CONTENT, signature());
  }

  @Test
  void acceptsTheSignatureOfASubkey() throws IOException {
    SigningKey withSubkey = SigningKey.withSubkey(SigningKey.Subkey.SIGNS);
    Files.write(file, withSubkey.publicKey());

    Keyring.read(List.of(file), Clock.systemUTC())
        .verify("it", CONTENT, withSubkey.detached(CONTENT, Duration.ZERO));
  }

  @Test
  void namesTheKeyOfAForeignSignature() throws IOException {
    SigningKey foreign = SigningKey.create();

    Failure failure = refusal(CONTENT, foreign.detached(CONTENT, Duration.ZERO));

    assertAll(
        () ->
            assertEquals(
                "key " + foreign.id() + " is wanted, and it is none of the keys in " + file,
                failure.why()),
        () -> assertEquals("cannot trust it", failure.what()),
        () -> assertEquals(ExitStatus.NETWORK, failure.status()));
  }

  @Test
  void refusesContentThatWasChanged() {
    assertEquals(
        "key "
            + key.id()
            + ": the signature of archive <archive@jbuild.invalid> does not match:"
            + " the file has been changed",
        refusal("sumz\n".getBytes(StandardCharsets.UTF_8), signature()).why());
  }

  @Test
  void refusesSignaturesThatHaveExpired() {
    String why = refusal(CONTENT, key.detached(CONTENT, Duration.ofMinutes(1))).why();

    assertTrue(why.contains("the signature of archive <archive@jbuild.invalid> has expired"), why);
  }

  @Test
  void refusesKeysThatHaveExpired() throws IOException {
    SigningKey old = SigningKey.create(Instant.now().minus(Duration.ofDays(9)), Duration.ofDays(2));
    Files.write(file, old.publicKey());

    String why = refusal(CONTENT, old.detached(CONTENT, Duration.ZERO)).why();

    assertTrue(why.contains("archive <archive@jbuild.invalid> has expired on"), why);
  }

  @Test
  void failsPlainlyWhateverTheSignatureIs() {
    byte[] signature = signature();

    assertEquals("its signature is none of OpenPGP", refusal(CONTENT, new byte[0]).why());
    for (int at = 0; at < signature.length; at++) {
      byte[] damaged = signature.clone();
      damaged[at] ^= 0x41;
      assertUnlessSame(damaged);
      assertUnlessSame(Arrays.copyOf(signature, at));
    }
  }

  /** The key's number in a signature is only a hint, which no digest covers. */
  private void assertUnlessSame(byte[] damaged) {
    try {
      Keyring.read(List.of(file), Clock.systemUTC()).verify("it", CONTENT, damaged);
    } catch (Failure failure) {
      assertEquals("cannot trust it", failure.what());
    }
  }

  @Test
  void tellsAKeyboxFromKeys() throws IOException {
    byte[] keybox = new byte[40];
    System.arraycopy("KBXf".getBytes(StandardCharsets.UTF_8), 0, keybox, 8, 4);
    Files.write(file, keybox);

    Failure failure =
        assertThrows(Failure.class, () -> Keyring.read(List.of(file), Clock.systemUTC()));

    assertEquals("it is a keybox of GnuPG: write it anew with 'gpg --export'", failure.why());
  }

  private byte[] signature() {
    return key.detached(CONTENT, Duration.ZERO);
  }

  private Failure refusal(byte[] content, byte[] signature) {
    Keyring keyring = Keyring.read(List.of(file), Clock.systemUTC());
    return assertThrows(Failure.class, () -> keyring.verify("it", content, signature));
  }
}
