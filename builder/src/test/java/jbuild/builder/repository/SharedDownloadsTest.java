package jbuild.builder.repository;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicInteger;
import jbuild.builder.plan.Progress;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class SharedDownloadsTest {
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
  void fetchesOnceWhatSeveralWantAtTheSameTime() throws InterruptedException {
    CountDownLatch asked = new CountDownLatch(1);
    CountDownLatch answered = new CountDownLatch(1);
    mirror.answering(
        PATH,
        (exchange, file) -> {
          asked.countDown();
          awaitUninterrupted(answered);
          LocalMirror.send(exchange, file);
        });
    List<CompletableFuture<Path>> wanting = new ArrayList<>();
    for (int i = 0; i < 4; i++) {
      wanting.add(CompletableFuture.supplyAsync(this::fetch, task -> new Thread(task).start()));
    }
    asked.await();
    // Another build, which begins when the file is on its way.
    wanting.add(CompletableFuture.supplyAsync(this::fetch, task -> new Thread(task).start()));
    answered.countDown();

    for (CompletableFuture<Path> file : wanting) {
      assertEquals(
          directory
              .resolve("cache/sha256/" + CHECKSUM.sha256().substring(0, 2))
              .resolve(CHECKSUM.sha256()),
          file.join());
    }
    assertEquals(List.of("/debian/" + PATH), mirror.requests());
  }

  @Test
  void triesItselfWhenTheOneItWaitedForHasFailed() {
    AtomicInteger requests = new AtomicInteger();
    mirror.answering(
        PATH,
        (exchange, file) -> {
          if (requests.incrementAndGet() <= 3) {
            exchange.sendResponseHeaders(503, -1);
          } else {
            LocalMirror.send(exchange, file);
          }
        });
    List<CompletableFuture<Path>> wanting = new ArrayList<>();
    for (int i = 0; i < 2; i++) {
      wanting.add(CompletableFuture.supplyAsync(this::fetch, task -> new Thread(task).start()));
    }

    long failed = wanting.stream().filter(file -> file.handle((f, e) -> e != null).join()).count();

    assertEquals(1, failed);
    assertEquals(4, mirror.requests().size());
  }

  /** As another build does, which shares only the cache. */
  private Path fetch() {
    Limits limits = new Limits(LONG, LONG, LONG, LONG, 1, 3, Duration.ofMillis(1));
    Downloads downloads =
        new Downloads(
            new Fetcher(limits, new Proxies(Map.of())),
            new ContentCache(directory.resolve("cache")));
    return downloads.fetch(
        new Downloads.Wanted(Mirrors.below(mirror.address(), PATH), CHECKSUM), Progress.SILENT);
  }

  private static void awaitUninterrupted(CountDownLatch latch) {
    try {
      latch.await();
    } catch (InterruptedException e) {
      throw new IllegalStateException(e);
    }
  }
}
