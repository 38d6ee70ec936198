package jbuild.builder.repository;

import static org.junit.jupiter.api.Assertions.assertAll;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import jbuild.builder.plan.Progress;
import jbuild.runner.ExitStatus;
import jbuild.runner.Failure;
import org.bouncycastle.bcpg.HashAlgorithmTags;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class RepositoryTest {
  private static final Duration LONG = Duration.ofSeconds(20);
  private static final Duration WEEK = Duration.ofDays(7);
  private static final String IN_RELEASE = "dists/stable/InRelease";

  @TempDir Path directory;
  private final SigningKey key = SigningKey.create();
  private LocalMirror mirror;

  @BeforeEach
  void startAMirrorWithOnePackage() {
    mirror = new LocalMirror().withPackage("hello", "Depends: libc6 (>= 2.36)").publish(key);
  }

  @AfterEach
  void stopTheMirror() {
    mirror.close();
  }

  @Test
  void knowsThePackagesOfASignedSuite() {
    Suite suite = fetch();

    PackageEntry hello = suite.find("hello").orElseThrow();
    assertEquals("1", hello.version());
    assertEquals(List.of(List.of("libc6")), hello.depends());
    assertEquals(
        mirror.address() + "/pool/hello_1_all.deb", suite.download(hello).address().toString());
  }

  @Test
  void acceptsTheCodenameAsTheNameOfTheSuite() {
    mirror.with("dists/trixie/InRelease", key.sign(mirror.release(Instant.now(), WEEK)));
    mirror.answering(
        "dists/trixie/main/binary-amd64/Packages.gz",
        LocalMirror.redirect("/debian/dists/stable/main/binary-amd64/Packages.gz"));

    assertTrue(
        repository(key)
            .suite("trixie", List.of("main"), "amd64", Progress.SILENT)
            .find("hello")
            .isPresent());
  }

  @Test
  void namesTheKeyThatIsWantedAndTheKeysLookedAt() {
    SigningKey stranger = SigningKey.create();
    mirror.publish(stranger);

    Failure failure = failure();

    assertEquals("cannot trust " + address(), failure.what());
    assertEquals(
        "key " + stranger.id() + " is wanted, and it is none of the pinned keys", failure.why());
    assertEquals(List.of("keys looked at: archive (" + key.fingerprint() + ")"), failure.details());
  }

  @Test
  void refusesAFileThatWasChangedAfterSigning() {
    String changed = signed().replace("Origin: Debian", "Origin: Debiam");
    mirror.with(IN_RELEASE, changed.getBytes(StandardCharsets.UTF_8));

    assertEquals(
        "key " + key.id() + ": the signature of archive does not match: the file has been changed",
        failure().why());
  }

  @Test
  void refusesAFileWithoutASignature() {
    mirror.with(IN_RELEASE, mirror.release(Instant.now(), WEEK).getBytes(StandardCharsets.UTF_8));

    assertEquals("it has no OpenPGP clear signature", failure().why());
  }

  @Test
  void refusesTextAroundTheSignedPart() {
    mirror.with(IN_RELEASE, (signed() + "Suite: stable\n").getBytes(StandardCharsets.UTF_8));
    assertEquals("text follows its signature", failure().why());

    mirror.with(IN_RELEASE, ("Suite: stable\n" + signed()).getBytes(StandardCharsets.UTF_8));
    assertEquals("it has no OpenPGP clear signature", failure().why());

    String head = signed().replace("Hash: SHA512\n", "Hash: SHA512\nSuite: stable\n");
    mirror.with(IN_RELEASE, head.getBytes(StandardCharsets.UTF_8));
    assertEquals("the head of its signature says more than the hash", failure().why());
  }

  @Test
  void refusesASignatureWithAWeakDigest() {
    String release = mirror.release(Instant.now(), WEEK);
    mirror.with(IN_RELEASE, key.sign(release, HashAlgorithmTags.SHA1));

    assertEquals("key " + key.id() + ": its digest is too weak", failure().why());
  }

  @Test
  void saysOfAnExpiredKeyThatItHasExpired() {
    Instant lastYear = Instant.parse("2025-11-22T00:00:00Z");
    SigningKey old = SigningKey.create(lastYear, WEEK);
    mirror.publish(old);

    Failure failure = assertThrows(Failure.class, () -> fetch(old));

    assertTrue(
        failure
            .why()
            .startsWith("key " + old.id() + ": archive has expired on 2025-11-29T00:00:00Z"),
        failure.why());
  }

  @Test
  void refusesAKeyThatDoesNotHaveThePinnedFingerprint() {
    String other = "0".repeat(40);
    PinnedKey wrong = key.pinned(directory, other);

    Failure failure =
        assertThrows(Failure.class, () -> TrustedKeys.of(List.of(wrong), Clock.systemUTC()));

    assertEquals(ExitStatus.NETWORK, failure.status());
    assertEquals("its fingerprint is " + key.fingerprint() + " instead of " + other, failure.why());
  }

  @Test
  void refusesAnExpiredReleaseUnlessThatIsAskedFor() {
    Instant twoWeeksAgo = Instant.now().minus(WEEK.multipliedBy(2));
    mirror.publish(key, twoWeeksAgo, WEEK);

    Failure failure = failure();

    assertTrue(failure.why().startsWith("it has expired on "), failure.why());
    assertTrue(failure.why().contains("this host's clock says "), failure.why());
    Repository snapshot =
        new Repository(mirror.address(), keys(key), downloads(), Clock.systemUTC(), true);
    assertTrue(
        snapshot
            .suite("stable", List.of("main"), "amd64", Progress.SILENT)
            .find("hello")
            .isPresent());
  }

  @Test
  void refusesAReleaseFromTheFuture() {
    mirror.publish(key, Instant.now().plus(WEEK), WEEK);

    Failure failure = failure();

    assertTrue(failure.why().startsWith("it was made on "), failure.why());
    assertEquals("set this host's clock", failure.fix());
  }

  @Test
  void refusesTheReleaseOfAnotherSuite() {
    mirror.with("dists/forky/InRelease", key.sign(mirror.release(Instant.now(), WEEK)));

    Failure failure =
        assertThrows(
            Failure.class,
            () -> repository(key).suite("forky", List.of("main"), "amd64", Progress.SILENT));

    assertEquals("it is about 'trixie' (stable) instead of 'forky'", failure.why());
  }

  @Test
  void namesTheComponentsAndArchitecturesThatThereAre() {
    Failure component =
        assertThrows(
            Failure.class,
            () -> repository(key).suite("stable", List.of("mian"), "amd64", Progress.SILENT));
    Failure architecture =
        assertThrows(
            Failure.class,
            () -> repository(key).suite("stable", List.of("main"), "riscv64", Progress.SILENT));

    assertAll(
        () -> assertEquals("it has no component 'mian'", component.why()),
        () -> assertEquals("choose among [main, contrib]", component.fix()),
        () -> assertEquals("it has nothing for riscv64", architecture.why()));
  }

  @Test
  void namesTheReleaseThatHasSomethingElseInPlaceOfAChecksum() {
    String release = mirror.release(Instant.now(), WEEK);
    mirror.with(IN_RELEASE, key.sign(release + "\n 0123 many main/source/Sources.gz"));

    Failure failure = failure();

    assertEquals("cannot read " + address(), failure.what());
    assertEquals("it says '0123 many' where a SHA256 and a size belong", failure.why());
  }

  @Test
  void namesTheIndexThatDoesNotSayWhatAPackageIs() {
    String zero = "0".repeat(64);
    mirror
        .withStanza("Package: no-hash", "Filename: pool/a.deb", "Size: 1")
        .withStanza("Package: no-size", "Filename: pool/a.deb", "SHA256: " + zero)
        .withStanza("Package: outside", "Filename: ../a", "Size: 1", "SHA256: " + zero)
        .publish(key);
    Suite suite = fetch();

    assertAll(
        Map.of(
                "no-hash", "it says ' 1' where a SHA256 and a size belong",
                "no-size", "it says '" + zero + " ' where a SHA256 and a size belong",
                "outside", "its file '../a' is outside of the mirror")
            .entrySet()
            .stream()
            .map(
                expected ->
                    () -> {
                      NetworkFailure failure =
                          assertThrows(NetworkFailure.class, () -> suite.find(expected.getKey()));
                      assertEquals(expected.getValue(), failure.why());
                      assertEquals(
                          "cannot use the package "
                              + expected.getKey()
                              + " of "
                              + mirror.address()
                              + "/dists/stable/main/binary-amd64/Packages.gz",
                          failure.what());
                    }));
  }

  @Test
  void refusesAnIndexThatIsNotTheOneOfTheRelease() {
    mirror.answering(
        "dists/stable/main/binary-amd64/Packages.gz", LocalMirror.text("Package: evil\n"));

    Failure failure = failure();

    assertEquals(ExitStatus.NETWORK, failure.status());
    assertTrue(failure.why().endsWith(" (tried 3 times)"), failure.why());
  }

  @Test
  void saysOfAnUnknownReleaseThatTheMirrorDoesNotHaveIt() {
    Failure failure =
        assertThrows(
            Failure.class,
            () -> repository(key).suite("sarge", List.of("main"), "amd64", Progress.SILENT));

    assertEquals(ExitStatus.NETWORK, failure.status());
    assertEquals("cannot fetch " + mirror.address() + "/dists/sarge/InRelease", failure.what());
    assertEquals("the mirror does not have it", failure.why());
  }

  @Test
  void recognizesTheWebPageOfALoginPortal() {
    mirror.answering(IN_RELEASE, LocalMirror.text("<!DOCTYPE html><html>Welcome!</html>"));

    assertEquals("a web page came instead", failure().why());
  }

  private String signed() {
    return new String(key.sign(mirror.release(Instant.now(), WEEK)), StandardCharsets.UTF_8);
  }

  private URI address() {
    return URI.create(mirror.address() + "/" + IN_RELEASE);
  }

  private Failure failure() {
    Failure failure = assertThrows(Failure.class, this::fetch);
    assertEquals(ExitStatus.NETWORK, failure.status());
    return failure;
  }

  private Suite fetch() {
    return fetch(key);
  }

  private Suite fetch(SigningKey trusted) {
    return repository(trusted).suite("stable", List.of("main"), "amd64", Progress.SILENT);
  }

  private Repository repository(SigningKey trusted) {
    return new Repository(mirror.address(), keys(trusted), downloads(), Clock.systemUTC(), false);
  }

  private TrustedKeys keys(SigningKey trusted) {
    return TrustedKeys.of(List.of(trusted.pinned(directory)), Clock.systemUTC());
  }

  private Downloads downloads() {
    Duration moment = Duration.ofMillis(1);
    Limits limits = new Limits(LONG, LONG, LONG, LONG, 1, 3, moment);
    return new Downloads(
        new Fetcher(limits, new Proxies(Map.of())), new ContentCache(directory.resolve("cache")));
  }
}
