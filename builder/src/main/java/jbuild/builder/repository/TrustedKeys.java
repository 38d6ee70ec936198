package jbuild.builder.repository;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.Iterator;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import jbuild.runner.ExitStatus;
import jbuild.runner.Failure;
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
import org.bouncycastle.openpgp.operator.bc.BcKeyFingerprintCalculator;
import org.bouncycastle.openpgp.operator.jcajce.JcaPGPContentVerifierBuilderProvider;

/** The keys that may sign a distribution's releases, and nobody else's. */
public final class TrustedKeys {
  // The JDK's own arithmetic: Bouncy Castle's spends a second on whether a modulus is a good one,
  // and these keys are pinned.
  private static final PGPContentVerifierBuilderProvider VERIFIERS =
      new JcaPGPContentVerifierBuilderProvider();
  private static final Set<Integer> STRONG =
      Set.of(HashAlgorithmTags.SHA256, HashAlgorithmTags.SHA384, HashAlgorithmTags.SHA512);

  private static final Set<Integer> OF_TEXTS =
      Set.of(PGPSignature.BINARY_DOCUMENT, PGPSignature.CANONICAL_TEXT_DOCUMENT);

  private final List<Ring> rings;
  private final Clock clock;

  /** A pinned key with its subkeys. */
  private record Ring(PinnedKey pin, PGPPublicKeyRing keys) {
    String describe() {
      return pin.name() + " (" + pin.fingerprint() + ")";
    }
  }

  private TrustedKeys(List<Ring> rings, Clock clock) {
    this.rings = rings;
    this.clock = clock;
  }

  /** Reads the keys; one that does not have its fingerprint ends the build. */
  public static TrustedKeys of(List<PinnedKey> pins, Clock clock) {
    return new TrustedKeys(pins.stream().map(pin -> new Ring(pin, read(pin))).toList(), clock);
  }

  /** The keys as one file for gpgv and apt. */
  public byte[] keyring() {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    for (Ring ring : rings) {
      try {
        ring.keys().encode(bytes);
      } catch (IOException e) {
        throw new IllegalStateException(e);
      }
    }
    return bytes.toByteArray();
  }

  /**
   * The lines of a text that at least one of the keys has signed. One thread at a time: Bouncy
   * Castle's signatures, also those within keys, are what they are verified with.
   */
  synchronized List<String> verify(URI address, byte[] file) {
    String what = "cannot trust " + Mirrors.shown(address);
    try {
      ClearSigned signed = ClearSigned.parse(file);
      List<PGPSignature> signatures = signatures(signed);
      byte[] text = signed.canonical();
      List<String> reasons = new ArrayList<>();
      boolean trusted = false;
      for (PGPSignature signature : signatures) {
        Optional<String> objection = objection(signature, text);
        trusted |= objection.isEmpty();
        objection.ifPresent(reasons::add);
      }
      if (trusted) {
        return signed.text();
      }
      throw untrusted(what, reasons);
    } catch (WrongContent e) {
      throw new NetworkFailure(what, e.getMessage(), WRONG_FILE, e);
    } catch (IOException | PGPException e) {
      throw new NetworkFailure(what, "its signature is damaged: " + e.getMessage(), WRONG_FILE, e);
    }
  }

  private static final String WRONG_FILE =
      "see whether a proxy or a login page stands between; else name another mirror";

  private Failure untrusted(String what, List<String> reasons) {
    String looked = rings.stream().map(Ring::describe).collect(Collectors.joining(", "));
    List<String> details = List.of("keys looked at: " + (looked.isEmpty() ? "none" : looked));
    return new Failure(
        ExitStatus.NETWORK,
        what,
        reasons.isEmpty() ? "it is not signed" : String.join("; ", reasons),
        "use a mirror of this distribution; a newer jbuild may know newer keys",
        details,
        null);
  }

  /** Why a signature does not count; empty when it does. */
  private Optional<String> objection(PGPSignature signature, byte[] text) throws PGPException {
    String id = String.format(Locale.ROOT, "%016X", signature.getKeyID());
    for (Ring ring : rings) {
      PGPPublicKey key = ring.keys().getPublicKey(signature.getKeyID());
      if (key != null) {
        return objection(signature, text, ring, key).map(why -> "key " + id + ": " + why);
      }
    }
    return Optional.of("key " + id + " is wanted, and it is none of the pinned keys");
  }

  private Optional<String> objection(
      PGPSignature signature, byte[] text, Ring ring, PGPPublicKey key) throws PGPException {
    String name = ring.pin().name();
    PGPPublicKey primary = ring.keys().getPublicKey();
    if (!key.isMasterKey() && !maySign(key, primary)) {
      return Optional.of("it is not a signing key of " + name);
    } else if (key.hasRevocation() || primary.hasRevocation()) {
      return Optional.of(name + " has been revoked");
    }
    Optional<Instant> end = earliest(expiry(key), expiry(primary));
    if (end.isPresent() && !clock.instant().isBefore(end.get())) {
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
    if (lapse.isPresent() && !clock.instant().isBefore(lapse.get())) {
      return Optional.of("the signature of " + name + " has expired on " + lapse.get());
    }
    signature.init(VERIFIERS, key);
    signature.update(text);
    return signature.verify()
        ? Optional.empty()
        : Optional.of("the signature of " + name + " does not match: the file has been changed");
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

  private static Optional<Instant> expiry(PGPPublicKey key) {
    return key.getValidSeconds() == 0
        ? Optional.empty()
        : Optional.of(key.getCreationTime().toInstant().plusSeconds(key.getValidSeconds()));
  }

  private static Optional<Instant> earliest(Optional<Instant> one, Optional<Instant> other) {
    return one.isPresent() && other.isPresent()
        ? one.filter(time -> time.isBefore(other.get())).or(() -> other)
        : one.or(() -> other);
  }

  private static List<PGPSignature> signatures(ClearSigned signed) throws IOException {
    List<PGPSignature> signatures = new ArrayList<>();
    BcPGPObjectFactory objects = new BcPGPObjectFactory(decoded(signed.signature()));
    for (Object object = objects.nextObject(); object != null; object = objects.nextObject()) {
      if (object instanceof PGPSignatureList list) {
        list.forEach(signatures::add);
      }
    }
    return signatures;
  }

  private static PGPPublicKeyRing read(PinnedKey pin) {
    try {
      byte[] armored = pin.armored().getBytes(StandardCharsets.US_ASCII);
      PGPPublicKeyRing keys =
          new PGPPublicKeyRing(decoded(armored), new BcKeyFingerprintCalculator());
      String found = fingerprint(keys.getPublicKey());
      if (found.equals(pin.fingerprint())) {
        return keys;
      }
      throw unusable(pin, "its fingerprint is " + found + " instead of " + pin.fingerprint());
    } catch (IOException e) {
      throw unusable(pin, "it is not an OpenPGP key: " + e.getMessage());
    }
  }

  private static java.io.InputStream decoded(byte[] armored) throws IOException {
    return PGPUtil.getDecoderStream(new ByteArrayInputStream(armored));
  }

  private static String fingerprint(PGPPublicKey key) {
    return HexFormat.of().withUpperCase().formatHex(key.getFingerprint());
  }

  private static Failure unusable(PinnedKey pin, String why) {
    return new NetworkFailure(
        "cannot use the key " + pin.name(), why, "get the key from the distribution itself");
  }
}
