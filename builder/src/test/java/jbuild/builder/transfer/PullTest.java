package jbuild.builder.transfer;

import static jbuild.builder.transfer.PullFacts.limits;
import static jbuild.builder.transfer.PullFacts.line;
import static jbuild.builder.transfer.PullFacts.list;
import static jbuild.builder.transfer.PullFacts.sum;
import static jbuild.builder.transfer.PullFacts.text;
import static org.junit.jupiter.api.Assertions.assertAll;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.sun.net.httpserver.HttpExchange;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.zip.GZIPOutputStream;
import jbuild.builder.plan.Progress;
import jbuild.builder.repository.Fetcher;
import jbuild.builder.repository.Keyring;
import jbuild.builder.repository.Limits;
import jbuild.builder.repository.Proxies;
import jbuild.builder.transfer.Pull.Kind;
import jbuild.runner.ExitStatus;
import jbuild.runner.Failure;
import jbuild.runner.image.store.ImageName;
import jbuild.runner.image.store.ImageStore;
import jbuild.runner.image.store.StorePlaces;
import jbuild.runner.image.store.StoredImage;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

@Tag("root")
class PullTest {
  private static final String DISK = "/images/disk.raw";
  private static final String LIST = "/images/SHA256SUMS";
  private static final Verification CHECKSUM = Verification.of("checksum").orElseThrow();
  private static final Verification NO = Verification.of("no").orElseThrow();
  private static final int SIZE = 400_000;
  private static final int PART = 300_000;

  @TempDir Path directory;
  private final FaultyServer server = new FaultyServer();
  private final byte[] disk = new byte[SIZE];
  private Path pool;
  private Path cache;

  @BeforeEach
  void putADiskOnTheServer() {
    pool = directory.resolve("machines");
    cache = directory.resolve("cache");
    new Random(1).nextBytes(disk);
    System.arraycopy(Arrays.copyOf("hsqs".getBytes(StandardCharsets.US_ASCII), 48), 0, disk, 0, 48);
    server.with(DISK, disk).with(LIST, line(disk, "disk.raw"));
  }

  @AfterEach
  void stop() {
    server.close();
  }

  @Test
  void bringsADiskWhoseChecksumIsListed() throws IOException {
    StoredImage image = pull(CHECKSUM);

    assertAll(
        () -> assertEquals("disk", image.name().value()),
        () -> assertTrue(Files.mismatch(pool.resolve("disk.raw"), expected()) < 0),
        () -> assertEquals(List.of(), cached()));
  }

  @Test
  void expandsADiskAsItArrives() throws IOException {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    try (OutputStream out = new GZIPOutputStream(bytes)) {
      out.write(disk);
    }
    server.with("/small.raw.gz", bytes.toByteArray());

    StoredImage image = pull("/small.raw.gz", NO, 3);

    assertAll(
        () -> assertEquals("small", image.name().value()),
        () -> assertTrue(Files.mismatch(pool.resolve("small.raw"), expected()) < 0));
  }

  @Test
  void continuesWhereTheConnectionWasLost() throws IOException {
    dropOnce(PART);

    pull(CHECKSUM);

    assertAll(
        () ->
            assertEquals(
                List.of(LIST, DISK, DISK + " bytes=" + PART + "-"),
                server.requests().subList(0, 3)),
        () -> assertTrue(Files.mismatch(pool.resolve("disk.raw"), expected()) < 0));
  }

  @Test
  void continuesInAnotherRunWhatAnEarlierOneHasBegun() throws IOException {
    dropOnce(PART);

    Failure failure = assertThrows(Failure.class, () -> pull(DISK, CHECKSUM, 1));
    pull(CHECKSUM);

    assertAll(
        () -> assertEquals("it ends after 300000 of 400000 bytes", failure.why()),
        () -> assertTrue(failure.fix().contains("what has arrived is kept"), failure.fix()),
        () -> assertEquals(1, count(DISK + " bytes=" + PART + "-")),
        () -> assertTrue(Files.mismatch(pool.resolve("disk.raw"), expected()) < 0));
  }

  @Test
  void beginsAgainWhenTheFileIsAnotherOneMeanwhile() throws IOException {
    dropOnce(PART);
    assertThrows(Failure.class, () -> pull(DISK, CHECKSUM, 1));
    server.setTag("\"two\"");
    disk[SIZE - 1]++;
    server.with(LIST, line(disk, "disk.raw"));

    pull(CHECKSUM);

    assertTrue(Files.mismatch(pool.resolve("disk.raw"), expected()) < 0);
  }

  @Test
  void beginsAgainWhenTheServerSendsAnotherPart() throws IOException {
    dropOnce(PART);
    assertThrows(Failure.class, () -> pull(DISK, CHECKSUM, 1));
    AtomicInteger asked = new AtomicInteger();
    server.fault(
        DISK,
        (request, file) -> {
          if (asked.getAndIncrement() > 0) {
            return false;
          }
          request.getResponseHeaders().set("Content-Range", "bytes 7-399999/400000");
          request.sendResponseHeaders(206, file.length - 7);
          request.getResponseBody().write(file, 7, 1000);
          return true;
        });

    pull(CHECKSUM);

    assertTrue(Files.mismatch(pool.resolve("disk.raw"), expected()) < 0);
  }

  @Test
  void givesUpAServerThatPromisesMoreThanItSends() throws IOException {
    server.fault(
        DISK,
        (request, file) -> {
          request.sendResponseHeaders(200, SIZE + 1);
          request.getResponseBody().write(file);
          return true;
        });

    assertRefused("it ends after 400000 of 400001 bytes (tried 2 times)", CHECKSUM);
  }

  @Test
  void givesUpAServerThatSendsNextToNothing() throws IOException {
    server.fault(
        DISK,
        (request, file) -> {
          request.sendResponseHeaders(200, SIZE);
          for (int at = 0; at < SIZE; at++) {
            request.getResponseBody().write(file[at]);
            request.getResponseBody().flush();
          }
          return true;
        });
    Failure failure = assertThrows(Failure.class, () -> pull(DISK, CHECKSUM, PullFacts.fast()));

    assertEquals("less than 1099511627776 bytes arrived per second", failure.why());
  }

  @Test
  void followsRedirectsButNotToFilesOfThisHost() throws IOException {
    redirect("/moved/disk.raw", DISK);
    redirect("/trap.raw", expected().toUri().toString());
    redirect("/round.raw", "/round.raw");

    assertAll(
        () -> assertEquals("disk", pull("/moved/disk.raw", NO, 1).name().value()),
        () -> assertTrue(why("/trap.raw").endsWith("which is not followed")),
        () -> assertTrue(why("/round.raw").startsWith("it redirects again and again")));
  }

  @Test
  void neverShowsWhatHasAnotherChecksum() throws IOException {
    server.with(LIST, line(new byte[1], "disk.raw"));

    assertRefused("its SHA256 is " + sum(disk) + " instead of " + sum(new byte[1]), CHECKSUM);

    assertEquals(List.of(), cached());
  }

  @Test
  void wantsItsChecksumListed() throws IOException {
    server.with(LIST, line(disk, "other.raw"));

    assertRefused(server.address(LIST) + " does not list it", CHECKSUM);
  }

  @Test
  void doesNotChooseBetweenTwoChecksums() throws IOException {
    String lines = text(line(disk, "disk.raw")) + text(line(new byte[1], "disk.raw"));
    server.with(LIST, lines.getBytes(StandardCharsets.UTF_8));

    assertRefused("it has two checksums of disk.raw", CHECKSUM);
  }

  @Test
  void takesAChecksumOfTheFileAlone() throws IOException {
    server.with(DISK + ".sha256", sum(disk).getBytes(StandardCharsets.UTF_8));
    server.fault(LIST, PullTest::notThere);

    assertEquals("disk", pull(CHECKSUM).name().value());
  }

  @Test
  void saysWhenThereIsNoChecksum() throws IOException {
    server.fault(LIST, PullTest::notThere);

    assertRefused("neither SHA256SUMS nor disk.raw.sha256 is beside it", CHECKSUM);
    assertEquals(0, count(DISK));
  }

  @Test
  void saysWhenThereIsNoSignature() throws IOException {
    assertRefused(
        "it is not signed: there is neither a .gpg nor an .asc file beside it",
        Verification.SIGNATURE);
    assertEquals(0, count(DISK));
  }

  @Test
  void saysWhenThereIsNoKey() throws IOException {
    server.with(LIST + ".gpg", new byte[] {1});

    assertRefused("there is no key to check its signature with", Verification.SIGNATURE);
  }

  @Test
  void takesTheChecksumThatTheUserKnows() throws IOException {
    Verification right = Verification.of(sum(disk)).orElseThrow();
    Verification wrong = Verification.of(sum(new byte[1])).orElseThrow();

    assertRefused("its SHA256 is " + sum(disk) + " instead of " + sum(new byte[1]), wrong);
    assertEquals("disk", pull(right).name().value());
    assertEquals(0, count(LIST));
  }

  @Test
  void bringsSettingsAndProofsThatAreListed() throws IOException {
    byte[] settings = "[Exec]\n".getBytes(StandardCharsets.UTF_8);
    byte[] hash = "abc".getBytes(StandardCharsets.UTF_8);
    server
        .with("/images/disk.nspawn", settings)
        .with("/images/disk.roothash", hash)
        .with("/images/disk.verity", hash)
        .with(
            LIST,
            (text(line(disk, "disk.raw"))
                    + text(line(settings, "disk.nspawn"))
                    + text(line(hash, "disk.roothash")))
                .getBytes(StandardCharsets.UTF_8));

    pull(CHECKSUM);

    assertAll(
        () -> assertEquals("[Exec]\n", Files.readString(pool.resolve("disk.nspawn"))),
        () -> assertEquals("abc", Files.readString(pool.resolve("disk.roothash"))),
        () -> assertFalse(Files.exists(pool.resolve("disk.verity")), "nobody vouches for it"));
  }

  @Test
  void asksForNothingWhenTheNameIsTaken() throws IOException {
    pull(NO);
    int before = server.requests().size();

    assertEquals("Image 'disk' already exists.", why(DISK));
    assertEquals(before, server.requests().size());
  }

  @Test
  void keepsWhatCameUnderTheNameOfItsAddress() throws IOException {
    PullAddress address = PullAddress.of(server.address(DISK)).orElseThrow();
    Pull.Wanted wanted = new Pull.Wanted(Kind.RAW, address, CHECKSUM, true);

    pull(limits(2)).run(wanted, plan("disk"));

    int port = address.uri().getPort();
    Path kept =
        pool.resolve(
            ".raw-http:\\x2f\\x2f127\\x2e0\\x2e0\\x2e1:"
                + port
                + "\\x2fimages\\x2fdisk\\x2eraw.\\x22one\\x22.raw");
    assertAll(
        () -> assertTrue(Files.exists(pool.resolve("disk.raw"))),
        () -> assertTrue(Files.mismatch(kept, expected()) < 0),
        () ->
            assertFalse(
                Files.getPosixFilePermissions(kept).toString().contains("WRITE"), "read-only"));
  }

  private static boolean notThere(HttpExchange request, byte[] file) throws IOException {
    request.sendResponseHeaders(404, -1);
    return true;
  }

  private void redirect(String path, String to) {
    server.fault(
        path,
        (request, file) -> {
          request.getResponseHeaders().set("Location", to);
          request.sendResponseHeaders(302, -1);
          return true;
        });
  }

  private void dropOnce(int after) {
    AtomicInteger asked = new AtomicInteger();
    server.fault(
        DISK,
        (request, file) -> {
          boolean first = asked.getAndIncrement() == 0;
          if (first) {
            server.answer(request, file, after);
          }
          return first;
        });
  }

  private void assertRefused(String why, Verification verification) throws IOException {
    Failure failure = assertThrows(Failure.class, () -> pull(verification));
    assertAll(
        () -> assertEquals(why, failure.why()),
        () -> assertEquals(ExitStatus.NETWORK, failure.status()),
        () -> assertEquals(List.of(), list(pool)));
  }

  private String why(String path) {
    return assertThrows(Failure.class, () -> pull(path, NO, 1)).why();
  }

  private StoredImage pull(Verification verification) {
    return pull(DISK, verification, 2);
  }

  private StoredImage pull(String path, Verification verification, int tries) {
    return pull(path, verification, limits(tries));
  }

  private StoredImage pull(String path, Verification verification, Limits limits) {
    PullAddress address = PullAddress.of(server.address(path)).orElseThrow();
    return pull(limits)
        .run(new Pull.Wanted(Kind.RAW, address, verification, false), plan(address.imageName()));
  }

  private Pull pull(Limits limits) {
    return new Pull(
        new Fetcher(limits, new Proxies(Map.of())),
        () -> Keyring.read(List.of(), Clock.systemUTC()),
        cache);
  }

  private ImportPlan plan(String name) {
    ImageStore store = new ImageStore(StorePlaces.of(List.of(pool), pool));
    return new ImportPlan(store, new ImageName(name), false, false, Progress.SILENT);
  }

  private Path expected() throws IOException {
    return Files.write(directory.resolve("expected"), disk);
  }

  private long count(String request) {
    return server.requests().stream().filter(request::equals).count();
  }

  private List<String> cached() throws IOException {
    return list(cache.resolve("pull"));
  }
}
