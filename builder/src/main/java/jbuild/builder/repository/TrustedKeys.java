package jbuild.builder.repository;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.time.Instant;
import java.util.HexFormat;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;
import jbuild.builder.repository.SignatureCheck.NamedKeys;
import jbuild.runner.ExitStatus;
import jbuild.runner.Failure;
import org.bouncycastle.bcpg.ArmoredOutputStream;
import org.bouncycastle.openpgp.PGPException;
import org.bouncycastle.openpgp.PGPPublicKey;
import org.bouncycastle.openpgp.PGPPublicKeyRing;
import org.bouncycastle.openpgp.operator.bc.BcKeyFingerprintCalculator;

/** The keys that may sign a distribution's releases, and nobody else's. */
public final class TrustedKeys {
  private final List<Ring> rings;
  private final SignatureCheck check;

  /** A pinned key with its subkeys. */
  private record Ring(PinnedKey pin, PGPPublicKeyRing keys) {
    String describe() {
      return pin.name() + " (" + pin.fingerprint() + ")";
    }
  }

  private TrustedKeys(List<Ring> rings, Clock clock, boolean mayBeExpired) {
    this.rings = rings;
    this.check =
        new SignatureCheck(
            rings.stream().map(ring -> new NamedKeys(ring.pin().name(), ring.keys())).toList(),
            "the pinned keys",
            clock,
            mayBeExpired);
  }

  /** Reads the keys; one that does not have its fingerprint ends the build. */
  public static TrustedKeys of(List<PinnedKey> pins, Clock clock) {
    return of(pins, clock, false);
  }

  /**
   * The same.
   *
   * @param mayBeExpired whether a key counts that was valid when it signed, and is not any more
   */
  public static TrustedKeys of(List<PinnedKey> pins, Clock clock, boolean mayBeExpired) {
    List<Ring> rings = pins.stream().map(pin -> new Ring(pin, read(pin))).toList();
    return new TrustedKeys(rings, clock, mayBeExpired);
  }

  /** When the last of the keys ends: never, when one of them has no end. */
  public Optional<Instant> end() {
    Optional<Instant> last = Optional.of(Instant.MIN);
    for (Ring ring : rings) {
      Optional<Instant> end = SignatureCheck.expiry(ring.keys().getPublicKey());
      last = last.flatMap(so -> end.map(time -> time.isAfter(so) ? time : so));
    }
    return last;
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

  /** Each of the keys as a text, by its name, and nothing else that its file may have in it. */
  public Map<String, String> armored() {
    Map<String, String> texts = new LinkedHashMap<>();
    for (Ring ring : rings) {
      ByteArrayOutputStream bytes = new ByteArrayOutputStream();
      try (ArmoredOutputStream armor = ArmoredOutputStream.builder().clearHeaders().build(bytes)) {
        ring.keys().encode(armor);
      } catch (IOException e) {
        throw new IllegalStateException(e);
      }
      texts.put(ring.pin().name(), bytes.toString(StandardCharsets.US_ASCII));
    }
    return texts;
  }

  /** The same of those that have neither expired nor been revoked. */
  public Map<String, String> armoredIfValid() {
    Map<String, String> texts = new LinkedHashMap<>(armored());
    rings.stream()
        .filter(ring -> !check.isValid(ring.keys()))
        .forEach(ring -> texts.remove(ring.pin().name()));
    return texts;
  }

  /** Why no key has signed a text as it is; nothing when one has. */
  public Optional<String> objection(byte[] text, byte[] signature) {
    try {
      return check
          .objections(signature, text)
          .map(reasons -> reasons.isEmpty() ? "it is not signed" : String.join("; ", reasons));
    } catch (IOException | PGPException e) {
      return Optional.of("its signature is damaged: " + e.getMessage());
    }
  }

  /** The lines of a text that at least one of the keys has signed. */
  List<String> verify(URI address, byte[] file) {
    try {
      ClearSigned signed = ClearSigned.parse(file);
      requireSigned(address, signed.canonical(), signed.signature());
      return signed.text();
    } catch (WrongContent e) {
      throw new NetworkFailure(
          "cannot trust " + Mirrors.shown(address), e.getMessage(), WRONG_FILE, e);
    }
  }

  /** The lines of a text whose signature is another file. */
  List<String> verify(URI address, byte[] text, byte[] signature) {
    requireSigned(address, text, signature);
    return new String(text, StandardCharsets.UTF_8).lines().toList();
  }

  private void requireSigned(URI address, byte[] text, byte[] signature) {
    String what = "cannot trust " + Mirrors.shown(address);
    try {
      Optional<List<String>> objections = check.objections(signature, text);
      if (objections.isPresent()) {
        throw untrusted(what, objections.get());
      }
    } catch (IOException | PGPException e) {
      throw new NetworkFailure(what, "its signature is damaged: " + e.getMessage(), WRONG_FILE, e);
    }
  }

  static final String ACCEPT_EXPIRED =
      "for archived releases and snapshots write 'accept-expired = true' below [distribution]";

  private static final String WRONG_FILE =
      "see whether a proxy or a login page stands between; else name another mirror";

  private Failure untrusted(String what, List<String> reasons) {
    String looked = rings.stream().map(Ring::describe).collect(Collectors.joining(", "));
    List<String> details = List.of("keys looked at: " + (looked.isEmpty() ? "none" : looked));
    return new Failure(
        ExitStatus.NETWORK,
        what,
        reasons.isEmpty() ? "it is not signed" : String.join("; ", reasons),
        reasons.stream().anyMatch(reason -> reason.contains("has expired"))
            ? "use a mirror that is signed by a newer key; " + ACCEPT_EXPIRED
            : "use a mirror of this distribution; a newer jbuild may know newer keys",
        details,
        null);
  }

  private static PGPPublicKeyRing read(PinnedKey pin) {
    PGPPublicKeyRing keys = parsed(pin, pin.content());
    String found = fingerprint(keys.getPublicKey());
    if (found.equals(pin.fingerprint())) {
      return keys;
    }
    throw unusable(pin, "its fingerprint is " + found + " instead of " + pin.fingerprint());
  }

  private static PGPPublicKeyRing parsed(PinnedKey pin, byte[] file) {
    try {
      return new PGPPublicKeyRing(SignatureCheck.decoded(file), new BcKeyFingerprintCalculator());
    } catch (IOException | RuntimeException e) {
      throw unusable(pin, "it is not an OpenPGP key: " + e.getMessage());
    }
  }

  private static String fingerprint(PGPPublicKey key) {
    return HexFormat.of().withUpperCase().formatHex(key.getFingerprint());
  }

  private static Failure unusable(PinnedKey pin, String why) {
    return new NetworkFailure(
        "cannot use the key " + pin.name(), why, "get the key from the distribution itself");
  }
}
