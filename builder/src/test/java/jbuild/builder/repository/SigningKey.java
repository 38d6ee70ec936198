package jbuild.builder.repository;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.time.Duration;
import java.time.Instant;
import java.util.Date;
import java.util.HexFormat;
import org.bouncycastle.bcpg.ArmoredOutputStream;
import org.bouncycastle.bcpg.HashAlgorithmTags;
import org.bouncycastle.bcpg.PublicKeyAlgorithmTags;
import org.bouncycastle.bcpg.PublicKeyPacket;
import org.bouncycastle.bcpg.SymmetricKeyAlgorithmTags;
import org.bouncycastle.crypto.generators.Ed25519KeyPairGenerator;
import org.bouncycastle.crypto.params.Ed25519KeyGenerationParameters;
import org.bouncycastle.openpgp.PGPException;
import org.bouncycastle.openpgp.PGPKeyPair;
import org.bouncycastle.openpgp.PGPKeyRingGenerator;
import org.bouncycastle.openpgp.PGPPublicKeyRing;
import org.bouncycastle.openpgp.PGPSignature;
import org.bouncycastle.openpgp.PGPSignatureGenerator;
import org.bouncycastle.openpgp.PGPSignatureSubpacketGenerator;
import org.bouncycastle.openpgp.operator.bc.BcPBESecretKeyEncryptorBuilder;
import org.bouncycastle.openpgp.operator.bc.BcPGPContentSignerBuilder;
import org.bouncycastle.openpgp.operator.bc.BcPGPDigestCalculatorProvider;
import org.bouncycastle.openpgp.operator.bc.BcPGPKeyPair;

/** A key that a repository of the tests signs with. */
final class SigningKey {
  private final PGPKeyPair pair;
  private final PGPPublicKeyRing ring;

  private SigningKey(PGPKeyPair pair, PGPPublicKeyRing ring) {
    this.pair = pair;
    this.ring = ring;
  }

  static SigningKey create() {
    return create(Instant.now().minus(Duration.ofDays(1)), Duration.ZERO);
  }

  /** A lifetime of zero never ends. */
  static SigningKey create(Instant created, Duration lifetime) {
    try {
      Ed25519KeyPairGenerator generator = new Ed25519KeyPairGenerator();
      generator.init(new Ed25519KeyGenerationParameters(new SecureRandom()));
      PGPKeyPair pair =
          new BcPGPKeyPair(
              PublicKeyPacket.VERSION_4,
              PublicKeyAlgorithmTags.EDDSA_LEGACY,
              generator.generateKeyPair(),
              Date.from(created));
      PGPSignatureSubpacketGenerator facts = new PGPSignatureSubpacketGenerator();
      facts.setKeyExpirationTime(false, lifetime.toSeconds());
      PGPKeyRingGenerator rings =
          new PGPKeyRingGenerator(
              PGPSignature.POSITIVE_CERTIFICATION,
              pair,
              "archive <archive@jbuild.invalid>",
              new BcPGPDigestCalculatorProvider().get(HashAlgorithmTags.SHA1),
              facts.generate(),
              null,
              new BcPGPContentSignerBuilder(
                  PublicKeyAlgorithmTags.EDDSA_LEGACY, HashAlgorithmTags.SHA512),
              new BcPBESecretKeyEncryptorBuilder(SymmetricKeyAlgorithmTags.NULL).build(null));
      return new SigningKey(pair, rings.generatePublicKeyRing());
    } catch (PGPException e) {
      throw new IllegalStateException(e);
    }
  }

  String fingerprint() {
    return HexFormat.of().withUpperCase().formatHex(pair.getPublicKey().getFingerprint());
  }

  String id() {
    return fingerprint().substring(fingerprint().length() - 16);
  }

  PinnedKey pinned(Path directory) {
    return pinned(directory, fingerprint());
  }

  PinnedKey pinned(Path directory, String fingerprint) {
    try {
      Path file = Files.createTempFile(directory, "key", ".asc");
      ByteArrayOutputStream bytes = new ByteArrayOutputStream();
      try (ArmoredOutputStream armored = new ArmoredOutputStream(bytes)) {
        ring.encode(armored);
      }
      Files.write(file, bytes.toByteArray());
      return new PinnedKey("archive", fingerprint, file.toUri());
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** The text, clear-signed as archives do. It must not end with a line end. */
  byte[] sign(String text) {
    return sign(text, HashAlgorithmTags.SHA512);
  }

  byte[] sign(String text, int hash) {
    try {
      PGPSignatureGenerator generator =
          new PGPSignatureGenerator(
              new BcPGPContentSignerBuilder(PublicKeyAlgorithmTags.EDDSA_LEGACY, hash),
              pair.getPublicKey());
      generator.init(PGPSignature.CANONICAL_TEXT_DOCUMENT, pair.getPrivateKey());
      generator.update(text.replace("\n", "\r\n").getBytes(StandardCharsets.UTF_8));
      ByteArrayOutputStream bytes = new ByteArrayOutputStream();
      bytes.writeBytes("-----BEGIN PGP SIGNED MESSAGE-----\nHash: SHA512\n\n".getBytes());
      bytes.writeBytes((text + "\n").getBytes(StandardCharsets.UTF_8));
      try (ArmoredOutputStream armored = new ArmoredOutputStream(bytes)) {
        generator.generate().encode(armored);
      }
      return bytes.toByteArray();
    } catch (PGPException e) {
      throw new IllegalStateException(e);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
