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
import java.util.Locale;
import org.bouncycastle.bcpg.ArmoredOutputStream;
import org.bouncycastle.bcpg.HashAlgorithmTags;
import org.bouncycastle.bcpg.PublicKeyAlgorithmTags;
import org.bouncycastle.bcpg.PublicKeyPacket;
import org.bouncycastle.bcpg.SymmetricKeyAlgorithmTags;
import org.bouncycastle.crypto.generators.Ed25519KeyPairGenerator;
import org.bouncycastle.crypto.params.Ed25519KeyGenerationParameters;
import org.bouncycastle.openpgp.PGPException;
import org.bouncycastle.openpgp.PGPKeyFlags;
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
public final class SigningKey {
  private final PGPKeyPair pair;
  private final PGPPublicKeyRing ring;

  /** What a subkey is for, and whether it agrees. */
  enum Subkey {
    SIGNS,
    ENCRYPTS,
    WAS_BORROWED
  }

  private SigningKey(PGPKeyPair pair, PGPPublicKeyRing ring) {
    this.pair = pair;
    this.ring = ring;
  }

  public static SigningKey create() {
    return create(Instant.now().minus(Duration.ofDays(1)), Duration.ZERO);
  }

  /** A lifetime of zero never ends. */
  public static SigningKey create(Instant created, Duration lifetime) {
    try {
      PGPKeyPair pair = pair(created);
      return new SigningKey(pair, rings(pair, lifetime).generatePublicKeyRing());
    } catch (PGPException e) {
      throw new IllegalStateException(e);
    }
  }

  /** Pinned is its primary key; the subkey is what signs. */
  static SigningKey withSubkey(Subkey subkey) {
    try {
      Instant created = Instant.now().minus(Duration.ofDays(1));
      PGPKeyPair pair = pair(created);
      PGPKeyRingGenerator rings = rings(pair(created), Duration.ZERO);
      PGPSignatureSubpacketGenerator facts = new PGPSignatureSubpacketGenerator();
      facts.setKeyFlags(
          true, subkey == Subkey.ENCRYPTS ? PGPKeyFlags.CAN_ENCRYPT_COMMS : PGPKeyFlags.CAN_SIGN);
      if (subkey == Subkey.WAS_BORROWED) {
        rings.addSubKey(pair, facts.generate(), null);
      } else {
        rings.addSubKey(pair, facts.generate(), null, signer());
      }
      return new SigningKey(pair, rings.generatePublicKeyRing());
    } catch (PGPException e) {
      throw new IllegalStateException(e);
    }
  }

  private static PGPKeyPair pair(Instant created) throws PGPException {
    Ed25519KeyPairGenerator generator = new Ed25519KeyPairGenerator();
    generator.init(new Ed25519KeyGenerationParameters(new SecureRandom()));
    return new BcPGPKeyPair(
        PublicKeyPacket.VERSION_4,
        PublicKeyAlgorithmTags.EDDSA_LEGACY,
        generator.generateKeyPair(),
        Date.from(created));
  }

  private static PGPKeyRingGenerator rings(PGPKeyPair pair, Duration lifetime) throws PGPException {
    PGPSignatureSubpacketGenerator facts = new PGPSignatureSubpacketGenerator();
    facts.setKeyExpirationTime(false, lifetime.toSeconds());
    return new PGPKeyRingGenerator(
        PGPSignature.POSITIVE_CERTIFICATION,
        pair,
        "archive <archive@jbuild.invalid>",
        new BcPGPDigestCalculatorProvider().get(HashAlgorithmTags.SHA1),
        facts.generate(),
        null,
        signer(),
        new BcPBESecretKeyEncryptorBuilder(SymmetricKeyAlgorithmTags.NULL).build(null));
  }

  private static BcPGPContentSignerBuilder signer() {
    return new BcPGPContentSignerBuilder(
        PublicKeyAlgorithmTags.EDDSA_LEGACY, HashAlgorithmTags.SHA512);
  }

  public String fingerprint() {
    return HexFormat.of().withUpperCase().formatHex(ring.getPublicKey().getFingerprint());
  }

  /** Of the key that signs. */
  String id() {
    return String.format(Locale.ROOT, "%016X", pair.getKeyID());
  }

  /** The public key, not armored. */
  public byte[] publicKey() {
    try {
      return ring.getEncoded();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
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

  /** Of all of the content, beside it. A lifetime of zero never ends. */
  public byte[] detached(byte[] content, Duration lifetime) {
    try {
      PGPSignatureGenerator generator =
          generator(HashAlgorithmTags.SHA512, PGPSignature.BINARY_DOCUMENT, lifetime);
      generator.update(content);
      return generator.generate().getEncoded();
    } catch (PGPException e) {
      throw new IllegalStateException(e);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  byte[] sign(String text, int hash) {
    return sign(text, hash, PGPSignature.CANONICAL_TEXT_DOCUMENT, Duration.ZERO);
  }

  /** A lifetime of zero never ends; any other has ended unless it is more than an hour. */
  byte[] sign(String text, int hash, int type, Duration lifetime) {
    try {
      PGPSignatureGenerator generator = generator(hash, type, lifetime);
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

  private PGPSignatureGenerator generator(int hash, int type, Duration lifetime)
      throws PGPException {
    PGPSignatureGenerator generator =
        new PGPSignatureGenerator(
            new BcPGPContentSignerBuilder(PublicKeyAlgorithmTags.EDDSA_LEGACY, hash),
            pair.getPublicKey());
    PGPSignatureSubpacketGenerator facts = new PGPSignatureSubpacketGenerator();
    facts.setSignatureCreationTime(false, Date.from(Instant.now().minus(Duration.ofHours(1))));
    facts.setSignatureExpirationTime(false, lifetime.toSeconds());
    generator.setHashedSubpackets(facts.generate());
    generator.init(type, pair.getPrivateKey());
    return generator;
  }
}
