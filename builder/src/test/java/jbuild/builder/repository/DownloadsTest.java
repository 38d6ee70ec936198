package jbuild.builder.repository;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import jbuild.builder.plan.Progress;
import jbuild.runner.ExitStatus;
import jbuild.runner.Failure;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class DownloadsTest {
  private static final byte[] FILE = "a package".repeat(1000).getBytes(StandardCharsets.UTF_8);
  private static final Checksum CHECKSUM = LocalMirror.checksum(FILE);
  private static final String PATH = "pool/p_1_all.deb";
  private static final Duration LONG = Duration.ofSeconds(20);

  @TempDir Path directory;
  private final LocalMirror mirror = new LocalMirror().with(PATH, FILE);

  @AfterEach
  void stopTheMirror() {
    mirror.close();
  }

  @Test
  void fetchesAFileOnce() throws IOException {
    Path first = fetch();
    Path second = fetch();

    assertEquals(first, second);
    assertEquals(List.of("/debian/" + PATH), mirror.requests());
    assertEquals(CHECKSUM, LocalMirror.checksum(Files.readAllBytes(first)));
  }

  @Test
  void fetchesADamagedFileOfTheCacheAgain() throws IOException {
    Path file = fetch();
    byte[] damaged = FILE.clone();
    damaged[0]++;
    Files.write(file, damaged);

    fetch();

    assertEquals(CHECKSUM, LocalMirror.checksum(Files.readAllBytes(file)));
  }

  @Test
  void fetchesManyFilesAndReportsTheirBytes() {
    List<Downloads.Wanted> wanted = new ArrayList<>();
    for (int i : IntStream.range(0, 40).toArray()) {
      byte[] file = ("file " + i).repeat(100 + i).getBytes(StandardCharsets.UTF_8);
      mirror.with("pool/" + i, file);
      wanted.add(new Downloads.Wanted(address("pool/" + i), LocalMirror.checksum(file)));
    }
    Bytes bytes = new Bytes();

    List<Path> files = downloads(LONG, LONG, 1).fetchAll("files", wanted, bytes);

    for (int i = 0; i < files.size(); i++) {
      assertEquals(wanted.get(i).checksum(), checksum(files.get(i)));
    }
    assertEquals(bytes.expected.get(), bytes.arrived.get());
  }

  @Test
  void triesAgainAfterAMomentOfTrouble() {
    AtomicInteger requests = new AtomicInteger();
    mirror.answering(
        PATH,
        (exchange, file) -> {
          switch (requests.incrementAndGet()) {
            case 1 -> exchange.sendResponseHeaders(503, -1);
            case 2 -> LocalMirror.cutOff(exchange, file);
            default -> LocalMirror.send(exchange, file);
          }
        });
    Bytes bytes = new Bytes();

    Path file = downloads(LONG, LONG, 1).fetch(wanted(), bytes);

    assertEquals(CHECKSUM, checksum(file));
    assertEquals(bytes.expected.get(), bytes.arrived.get());
  }

  @Test
  void keepsNothingOfAFileThatIsCutOff() {
    mirror.answering(PATH, LocalMirror::cutOff);

    Failure failure = failure();

    assertTrue(failure.why().endsWith("(tried 3 times)"), failure.why());
    assertNothingIsKept();
  }

  @Test
  void refusesAFileWithAnotherHash() {
    byte[] other = FILE.clone();
    other[0]++;
    mirror.with(PATH, other);

    assertEquals(
        "its SHA256 is "
            + LocalMirror.checksum(other).sha256()
            + " instead of "
            + CHECKSUM.sha256()
            + " (tried 3 times)",
        failure().why());
    assertNothingIsKept();
  }

  @Test
  void stopsReadingAFileThatIsLargerThanItMayBe() {
    mirror.answering(
        PATH,
        (exchange, file) -> {
          exchange.sendResponseHeaders(200, 0);
          while (true) {
            exchange.getResponseBody().write(file);
          }
        });

    assertEquals(
        "it is larger than the " + FILE.length + " bytes that it may have (tried 3 times)",
        failure().why());
    assertNothingIsKept();
  }

  @Test
  void recognizesAWebPageInPlaceOfAFile() {
    mirror.answering(PATH, LocalMirror.text("<html><body>Please log in</body></html>"));

    assertEquals("a web page came instead (tried 3 times)", failure().why());
    assertNothingIsKept();
  }

  @Test
  void followsARedirectionToAnotherPlaceOfTheWeb() {
    mirror.with("other", FILE).answering(PATH, LocalMirror.redirect("/debian/other"));

    assertEquals(CHECKSUM, checksum(fetch()));
  }

  @Test
  void doesNotFollowARedirectionToAFileOfTheHost() throws IOException {
    Path secret = Files.write(directory.resolve("secret"), FILE);
    mirror.answering(PATH, LocalMirror.redirect(secret.toUri().toString()));

    assertEquals(
        "it redirects to '" + secret.toUri() + "', which is not followed", failure().why());
  }

  @Test
  void doesNotFollowRedirectionsForever() {
    mirror.answering(PATH, LocalMirror.redirect("/debian/" + PATH));

    assertEquals("it redirects again and again, at last to " + address(PATH), failure().why());
  }

  @Test
  void asksOnlyOnceForWhatIsForbidden() {
    mirror.answering(PATH, (exchange, file) -> exchange.sendResponseHeaders(403, -1));

    assertEquals("the mirror answers 403 Forbidden", failure().why());
    assertEquals(1, mirror.requests().size());
  }

  @Test
  void givesUpAMirrorThatFallsSilent() {
    mirror.answering(
        PATH,
        (exchange, file) -> {
          exchange.sendResponseHeaders(200, file.length);
          exchange.getResponseBody().write(file, 0, 1);
          exchange.getResponseBody().flush();
          waitUntilInterrupted();
        });

    Failure failure = failure(downloads(Duration.ofMillis(50), LONG, 1));

    assertEquals("127.0.0.1 does not answer in time (tried 3 times)", failure.why());
  }

  @Test
  void givesUpAMirrorThatIsTooSlow() {
    mirror.answering(
        PATH,
        (exchange, file) -> {
          exchange.sendResponseHeaders(200, 0);
          while (true) {
            exchange.getResponseBody().write(1);
            exchange.getResponseBody().flush();
          }
        });

    Failure failure = failure(downloads(LONG, Duration.ofNanos(1), Integer.MAX_VALUE));

    assertEquals("less than 2147483647 bytes arrived per second (tried 3 times)", failure.why());
  }

  @Test
  void saysThatAMirrorCannotBeReached() {
    URI nobody = URI.create(mirror.address().toString().replaceFirst(":\\d+", ":1") + "/" + PATH);

    Failure failure = failure(downloads(LONG, LONG, 1), new Downloads.Wanted(nobody, CHECKSUM));

    assertTrue(failure.why().startsWith("127.0.0.1 cannot be reached: "), failure.why());
  }

  @Test
  void saysThatAMirrorsNameCannotBeResolved() {
    URI nobody = URI.create("http://mirror.jbuild.invalid/debian/" + PATH);

    Failure failure = failure(downloads(LONG, LONG, 1), new Downloads.Wanted(nobody, CHECKSUM));

    assertEquals(
        "the name of mirror.jbuild.invalid cannot be resolved (tried 3 times)", failure.why());
  }

  @Test
  void takesFilesOfAMirrorThatIsADirectory() throws IOException {
    Path file = Files.write(directory.resolve("p+1.deb"), FILE);
    URI address = Mirrors.below(directory.toUri(), "p+1.deb");

    Path cached = downloads(LONG, LONG, 1).fetch(new Downloads.Wanted(address, CHECKSUM), SILENT);

    assertEquals(CHECKSUM, checksum(cached));
    assertTrue(Files.exists(file));
  }

  @Test
  void goesThroughTheProxyOfTheEnvironment() {
    Map<String, String> environment = Map.of("http_proxy", mirror.address().toString());
    URI elsewhere = URI.create("http://mirror.jbuild.invalid/debian/" + PATH);
    Downloads proxied = new Downloads(fetcher(LONG, LONG, 1, environment), cache());

    Path file = proxied.fetch(new Downloads.Wanted(elsewhere, CHECKSUM), SILENT);

    assertEquals(CHECKSUM, checksum(file));
  }

  @Test
  void blamesThisHostWhenTheCacheCannotBeWritten() throws IOException {
    Files.writeString(directory.resolve("cache"), "in the way");

    Failure failure = assertThrows(Failure.class, this::fetch);

    assertEquals(ExitStatus.FAILED, failure.status());
  }

  private static final Progress SILENT = Progress.SILENT;

  /** Counts. */
  private static final class Bytes implements Progress {
    private final AtomicLong expected = new AtomicLong();
    private final AtomicLong arrived = new AtomicLong();

    @Override
    public void started(int number, int total, String step) {}

    @Override
    public void finished(int number, int total, String step, Duration took) {}

    @Override
    public void detail(String line) {}

    @Override
    public Transfer transfer(String what, long bytes) {
      expected.addAndGet(bytes);
      return new Transfer() {
        @Override
        public void arrived(long more) {
          arrived.addAndGet(more);
        }

        @Override
        public void close() {}
      };
    }
  }

  private static void waitUntilInterrupted() {
    try {
      new CountDownLatch(1).await();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  private void assertNothingIsKept() {
    try (Stream<Path> files = Files.walk(directory.resolve("cache"))) {
      assertFalse(files.anyMatch(Files::isRegularFile));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static Checksum checksum(Path file) {
    try {
      return LocalMirror.checksum(Files.readAllBytes(file));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private Failure failure() {
    return failure(downloads(LONG, LONG, 1));
  }

  private Failure failure(Downloads downloads) {
    return failure(downloads, wanted());
  }

  private static Failure failure(Downloads downloads, Downloads.Wanted wanted) {
    Failure failure = assertThrows(Failure.class, () -> downloads.fetch(wanted, SILENT));
    assertEquals(ExitStatus.NETWORK, failure.status());
    assertEquals("cannot fetch " + wanted.address(), failure.what());
    return failure;
  }

  private Path fetch() {
    return downloads(LONG, LONG, 1).fetch(wanted(), SILENT);
  }

  private Downloads.Wanted wanted() {
    return new Downloads.Wanted(address(PATH), CHECKSUM);
  }

  private URI address(String path) {
    return Mirrors.below(mirror.address(), path);
  }

  private ContentCache cache() {
    return new ContentCache(directory.resolve("cache"));
  }

  private Downloads downloads(Duration silence, Duration window, long slowest) {
    return new Downloads(fetcher(silence, window, slowest, Map.of()), cache());
  }

  private static Fetcher fetcher(
      Duration silence, Duration window, long slowest, Map<String, String> environment) {
    Limits limits = new Limits(LONG, silence, LONG, window, slowest, 3, Duration.ofMillis(1));
    return new Fetcher(limits, new Proxies(environment));
  }
}
