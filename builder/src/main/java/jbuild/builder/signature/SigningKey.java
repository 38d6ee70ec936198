package jbuild.builder.signature;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.Optional;
import jbuild.runner.ExitStatus;
import jbuild.runner.Failure;
import jbuild.runner.Reasons;
import org.bouncycastle.bcpg.ArmoredOutputStream;
import org.bouncycastle.bcpg.HashAlgorithmTags;
import org.bouncycastle.bcpg.SecretKeyPacket;
import org.bouncycastle.bcpg.sig.KeyFlags;
import org.bouncycastle.openpgp.PGPException;
import org.bouncycastle.openpgp.PGPPrivateKey;
import org.bouncycastle.openpgp.PGPPublicKey;
import org.bouncycastle.openpgp.PGPSecretKey;
import org.bouncycastle.openpgp.PGPSecretKeyRing;
import org.bouncycastle.openpgp.PGPSecretKeyRingCollection;
import org.bouncycastle.openpgp.PGPSignature;
import org.bouncycastle.openpgp.PGPSignatureGenerator;
import org.bouncycastle.openpgp.PGPSignatureSubpacketGenerator;
import org.bouncycastle.openpgp.PGPUtil;
import org.bouncycastle.openpgp.operator.PGPDigestCalculatorProvider;
import org.bouncycastle.openpgp.operator.bc.BcKeyFingerprintCalculator;
import org.bouncycastle.openpgp.operator.bc.BcPBESecretKeyDecryptorBuilder;
import org.bouncycastle.openpgp.operator.jcajce.JcaPGPContentSignerBuilder;
import org.bouncycastle.openpgp.operator.jcajce.JcaPGPDigestCalculatorProviderBuilder;

/** A secret OpenPGP key that is open, and signs files. */
public final class SigningKey {
  private static final long LARGEST = 1 << 20;

  private final PGPPublicKey key;
  private final PGPPrivateKey secret;

  private SigningKey(PGPPublicKey key, PGPPrivateKey secret) {
    this.key = key;
    this.secret = secret;
  }

  /**
   * Reads the key that GnuPG would sign with: the newest subkey that may, else the primary key.
   *
   * @param file as {@code gpg --export-secret-keys} writes it, armored or not
   * @param passphrase empty when nobody has said it
   */
  public static SigningKey read(Path file, Optional<Passphrase> passphrase) {
    try {
      if (Files.size(file) > LARGEST) {
        throw unusable(file, "it is larger than any key");
      }
      PGPSecretKeyRingCollection rings =
          new PGPSecretKeyRingCollection(
              PGPUtil.getDecoderStream(new ByteArrayInputStream(Files.readAllBytes(file))),
              new BcKeyFingerprintCalculator());
      Iterator<PGPSecretKeyRing> all = rings.getKeyRings();
      if (!all.hasNext()) {
        throw unusable(file, "it has no secret OpenPGP key");
      }
      PGPSecretKey chosen =
          choose(all.next()).orElseThrow(() -> unusable(file, "no key in it may sign"));
      return new SigningKey(chosen.getPublicKey(), open(file, chosen, passphrase));
    } catch (IOException e) {
      throw unusable(file, Files.isRegularFile(file) ? "it is no OpenPGP key" : Reasons.of(e));
    } catch (PGPException e) {
      throw unusable(file, "it is no secret OpenPGP key");
    }
  }

  private static Optional<PGPSecretKey> choose(PGPSecretKeyRing ring) {
    List<PGPSecretKey> usable = new ArrayList<>();
    ring.getSecretKeys().forEachRemaining(usable::add);
    usable.removeIf(key -> key.isPrivateKeyEmpty() || !maySign(key.getPublicKey()));
    Optional<PGPSecretKey> newest = Optional.empty();
    for (PGPSecretKey key : usable) {
      if (newest.isEmpty() || !key.isMasterKey() && isNewer(key, newest.get())) {
        newest = Optional.of(key);
      }
    }
    return newest;
  }

  private static boolean isNewer(PGPSecretKey key, PGPSecretKey than) {
    return than.isMasterKey()
        || !key.getPublicKey().getCreationTime().before(than.getPublicKey().getCreationTime());
  }

  private static boolean maySign(PGPPublicKey key) {
    long seconds = key.getValidSeconds();
    Instant end = key.getCreationTime().toInstant().plusSeconds(seconds);
    if (key.hasRevocation() || seconds != 0 && !Instant.now().isBefore(end)) {
      return false;
    }
    Iterator<PGPSignature> signatures = key.getSignatures();
    while (signatures.hasNext()) {
      PGPSignature signature = signatures.next();
      int flags = signature.hasSubpackets() ? signature.getHashedSubPackets().getKeyFlags() : 0;
      if ((flags & KeyFlags.SIGN_DATA) != 0) {
        return true;
      }
    }
    return false;
  }

  private static PGPPrivateKey open(Path file, PGPSecretKey key, Optional<Passphrase> passphrase) {
    boolean isProtected = key.getS2KUsage() != SecretKeyPacket.USAGE_NONE;
    if (isProtected && passphrase.isEmpty()) {
      throw unusable(file, "a passphrase protects it");
    }
    char[] text = isProtected ? passphrase.get().text() : new char[0];
    try {
      // GnuPG has a passphrase digested a second long: by the JDK that is the shortest.
      PGPDigestCalculatorProvider digests = new JcaPGPDigestCalculatorProviderBuilder().build();
      return key.extractPrivateKey(new BcPBESecretKeyDecryptorBuilder(digests).build(text));
    } catch (PGPException e) {
      throw unusable(file, "the passphrase does not open it");
    }
  }

  private static Failure unusable(Path file, String why) {
    return new Failure(
        ExitStatus.WRONG_USAGE,
        "cannot sign with " + file,
        why,
        "name a file that 'gpg --export-secret-keys' has made as key in [signature]; its"
            + " passphrase is the first line of the file that passphrase-file names, or in "
            + Passphrase.VARIABLE);
  }

  /** A detached signature of the content, as text or as bytes. */
  public byte[] sign(byte[] content, boolean armored) {
    try {
      PGPSignatureGenerator generator =
          new PGPSignatureGenerator(
              new JcaPGPContentSignerBuilder(key.getAlgorithm(), HashAlgorithmTags.SHA512), key);
      generator.init(PGPSignature.BINARY_DOCUMENT, secret);
      PGPSignatureSubpacketGenerator facts = new PGPSignatureSubpacketGenerator();
      facts.setIssuerFingerprint(false, key);
      generator.setHashedSubpackets(facts.generate());
      generator.update(content);
      ByteArrayOutputStream bytes = new ByteArrayOutputStream();
      if (armored) {
        try (OutputStream text = ArmoredOutputStream.builder().clearHeaders().build(bytes)) {
          generator.generate().encode(text);
        }
      } else {
        generator.generate().encode(bytes);
      }
      return bytes.toByteArray();
    } catch (PGPException | IOException e) {
      throw new Failure(
          ExitStatus.FAILED,
          "cannot sign",
          String.valueOf(e.getMessage()),
          "use an Ed25519 or RSA key",
          List.of(),
          e);
    }
  }
}
