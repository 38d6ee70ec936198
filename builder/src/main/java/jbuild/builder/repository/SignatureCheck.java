package jbuild.builder.repository;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.time.Clock;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import org.bouncycastle.bcpg.HashAlgorithmTags;
import org.bouncycastle.openpgp.PGPException;
import org.bouncycastle.openpgp.PGPKeyFlags;
import org.bouncycastle.openpgp.PGPPublicKey;
import org.bouncycastle.openpgp.PGPPublicKeyRing;
import org.bouncycastle.openpgp.PGPSignature;
import org.bouncycastle.openpgp.PGPSignatureList;
import org.bouncycastle.openpgp.PGPSignatureSubpacketGenerator;
import org.bouncycastle.openpgp.PGPSignatureSubpacketVector;
import org.bouncycastle.openpgp.PGPUtil;
import org.bouncycastle.openpgp.bc.BcPGPObjectFactory;
import org.bouncycastle.openpgp.operator.PGPContentVerifierBuilderProvider;
import org.bouncycastle.openpgp.operator.jcajce.JcaPGPContentVerifierBuilderProvider;

/**
 * Whether signatures are those of known keys, and why not. One thread at a time: Bouncy Castle's
 * signatures, also those within keys, are what they are verified with.
 */
final class SignatureCheck {
  // The JDK's own arithmetic: Bouncy Castle's spends a second on whether a modulus is a good one,
  // and these keys are pinned.
  private static final PGPContentVerifierBuilderProvider VERIFIERS =
      new JcaPGPContentVerifierBuilderProvider();
  private static final Set<Integer> STRONG =
      Set.of(HashAlgorithmTags.SHA256, HashAlgorithmTags.SHA384, HashAlgorithmTags.SHA512);

  private static final Set<Integer> OF_TEXTS =
      Set.of(PGPSignature.BINARY_DOCUMENT, PGPSignature.CANONICAL_TEXT_DOCUMENT);

  private final List<NamedKeys> rings;
  private final String group;
  private final Clock clock;
  private final boolean mayBeExpired;

  /** A primary key with its subkeys, and whose they are. */
  record NamedKeys(String name, PGPPublicKeyRing keys) {}

  /**
   * @param group a word for all of the keys together
   * @param mayBeExpired whether it is enough that a key was valid when it signed
   */
  SignatureCheck(List<NamedKeys> rings, String group, Clock clock, boolean mayBeExpired) {
    this.rings = List.copyOf(rings);
    this.group = group;
    this.clock = clock;
    this.mayBeExpired = mayBeExpired;
  }

  /** Why none of the signatures counts, one reason each; empty when at least one does. */
  synchronized Optional<List<String>> objections(byte[] signatures, byte[] text)
      throws IOException, PGPException {
    List<String> reasons = new ArrayList<>();
    boolean trusted = false;
    try {
      for (PGPSignature signature : read(signatures)) {
        Optional<String> objection = objection(signature, text);
        trusted |= objection.isEmpty();
        objection.ifPresent(reasons::add);
      }
    } catch (RuntimeException e) {
      // Bouncy Castle's way to say that numbers in it are none of a signature.
      throw new IOException(e.getMessage(), e);
    }
    return trusted ? Optional.empty() : Optional.of(reasons);
  }

  /** Why a signature does not count; empty when it does. */
  private Optional<String> objection(PGPSignature signature, byte[] text) throws PGPException {
    String id = String.format(Locale.ROOT, "%016X", signature.getKeyID());
    for (NamedKeys ring : rings) {
      PGPPublicKey key = ring.keys().getPublicKey(signature.getKeyID());
      if (key != null) {
        return objection(signature, text, ring, key).map(why -> "key " + id + ": " + why);
      }
    }
    return Optional.of("key " + id + " is wanted, and it is none of " + group);
  }

  private Optional<String> objection(
      PGPSignature signature, byte[] text, NamedKeys ring, PGPPublicKey key) throws PGPException {
    String name = ring.name();
    PGPPublicKey primary = ring.keys().getPublicKey();
    if (!key.isMasterKey() && !maySign(key, primary)) {
      return Optional.of("it is not a signing key of " + name);
    } else if (key.hasRevocation() || primary.hasRevocation()) {
      return Optional.of(name + " has been revoked");
    }
    Optional<Instant> end = earliest(expiry(key), expiry(primary));
    if (end.isPresent() && !judged(signature).isBefore(end.get())) {
      return Optional.of(
          name
              + " has expired on "
              + end.get()
              + " (this host's clock says "
              + clock.instant()
              + ")");
    } else if (!STRONG.contains(signature.getHashAlgorithm())) {
      return Optional.of("its digest is too weak");
    } else if (!OF_TEXTS.contains(signature.getSignatureType())) {
      return Optional.of("it is not the signature of a text");
    }
    Optional<Instant> lapse = end(signature);
    if (lapse.isPresent() && !judged(signature).isBefore(lapse.get())) {
      return Optional.of("the signature of " + name + " has expired on " + lapse.get());
    }
    signature.init(VERIFIERS, key);
    signature.update(text);
    return signature.verify()
        ? Optional.empty()
        : Optional.of("the signature of " + name + " does not match: the file has been changed");
  }

  /** Whether a primary key can sign anything now. */
  boolean isValid(PGPPublicKeyRing ring) {
    PGPPublicKey primary = ring.getPublicKey();
    return !primary.hasRevocation()
        && expiry(primary).filter(end -> !clock.instant().isBefore(end)).isEmpty();
  }

  /** The time at which keys must not have expired. */
  private Instant judged(PGPSignature signature) {
    return mayBeExpired ? signature.getCreationTime().toInstant() : clock.instant();
  }

  /**
   * Anybody can put a subkey into a key file: only the primary key's signature makes it one, for
   * the use that is named there. The subkey's own signature shows that it was not borrowed.
   */
  private static boolean maySign(PGPPublicKey key, PGPPublicKey primary) throws PGPException {
    Iterator<PGPSignature> bindings = key.getSignaturesOfType(PGPSignature.SUBKEY_BINDING);
    while (bindings.hasNext()) {
      PGPSignature binding = bindings.next();
      if (binds(binding, primary, primary, key)
          && (facts(binding).getKeyFlags() & PGPKeyFlags.CAN_SIGN) != 0
          && isAgreed(binding, primary, key)) {
        return true;
      }
    }
    return false;
  }

  private static boolean isAgreed(PGPSignature binding, PGPPublicKey primary, PGPPublicKey key)
      throws PGPException {
    // GnuPG has put it into either part.
    for (PGPSignatureSubpacketVector part :
        List.of(facts(binding), binding.getUnhashedSubPackets())) {
      for (PGPSignature back : part.getEmbeddedSignatures()) {
        if (back.getSignatureType() == PGPSignature.PRIMARYKEY_BINDING
            && binds(back, key, primary, key)) {
          return true;
        }
      }
    }
    return false;
  }

  private static boolean binds(
      PGPSignature binding, PGPPublicKey signer, PGPPublicKey primary, PGPPublicKey key)
      throws PGPException {
    binding.init(VERIFIERS, signer);
    return binding.getKeyID() == signer.getKeyID() && binding.verifyCertification(primary, key);
  }

  /** What the signature says of itself and covers; nothing, where its old form cannot say it. */
  private static PGPSignatureSubpacketVector facts(PGPSignature signature) {
    return signature.hasSubpackets()
        ? signature.getHashedSubPackets()
        : new PGPSignatureSubpacketGenerator().generate();
  }

  private static Optional<Instant> end(PGPSignature signature) {
    long seconds = facts(signature).getSignatureExpirationTime();
    return seconds == 0
        ? Optional.empty()
        : Optional.of(signature.getCreationTime().toInstant().plusSeconds(seconds));
  }

  static Optional<Instant> expiry(PGPPublicKey key) {
    return key.getValidSeconds() == 0
        ? Optional.empty()
        : Optional.of(key.getCreationTime().toInstant().plusSeconds(key.getValidSeconds()));
  }

  private static Optional<Instant> earliest(Optional<Instant> one, Optional<Instant> other) {
    return one.isPresent() && other.isPresent()
        ? one.filter(time -> time.isBefore(other.get())).or(() -> other)
        : one.or(() -> other);
  }

  private static List<PGPSignature> read(byte[] file) throws IOException {
    List<PGPSignature> signatures = new ArrayList<>();
    BcPGPObjectFactory objects = new BcPGPObjectFactory(decoded(file));
    for (Object object = objects.nextObject(); object != null; object = objects.nextObject()) {
      if (object instanceof PGPSignatureList list) {
        list.forEach(signatures::add);
      }
    }
    return signatures;
  }

  /** Armored or not. */
  static InputStream decoded(byte[] file) throws IOException {
    return PGPUtil.getDecoderStream(new ByteArrayInputStream(file));
  }
}
