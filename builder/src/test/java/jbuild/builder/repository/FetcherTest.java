package jbuild.builder.repository;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTimeoutPreemptively;

import java.io.IOException;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import jbuild.runner.Failure;
import org.junit.jupiter.api.Test;

class FetcherTest {
  private static final Duration LONG = Duration.ofSeconds(20);
  private static final int MOST = 100;

  @Test
  void givesUpAMirrorWhoseAnswerComesByteByByte() throws IOException {
    CountDownLatch end = new CountDownLatch(1);
    try (ServerSocket mirror = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      Thread thread = new Thread(() -> drip(mirror, end));
      thread.setDaemon(true);
      thread.start();
      URI address = URI.create("http://127.0.0.1:" + mirror.getLocalPort() + "/InRelease");

      Failure failure =
          assertTimeoutPreemptively(
              LONG, () -> failure(fetcher(Duration.ofMillis(200), Map.of()), address));

      assertEquals("127.0.0.1 does not answer in time", failure.why());
    } finally {
      end.countDown();
    }
  }

  @Test
  void keepsThePasswordOfAMirrorToItself() {
    try (LocalMirror mirror = new LocalMirror()) {
      URI address =
          URI.create(mirror.address().toString().replace("://", "://me:secret@") + "/gone");

      Failure failure = failure(fetcher(LONG, Map.of()), address);

      assertEquals("cannot fetch " + mirror.address() + "/gone", failure.what());
    }
  }

  @Test
  void keepsThePasswordOfAProxyToItself() {
    Fetcher fetcher = fetcher(LONG, Map.of("http_proxy", "ftp://me:secret@proxy.jbuild.invalid"));

    Failure failure = failure(fetcher, URI.create("http://mirror.jbuild.invalid/InRelease"));

    assertEquals("it is 'ftp://proxy.jbuild.invalid' instead of an address", failure.why());
  }

  @Test
  void tellsTheLoginAgainWhereTheSameServerRedirects() {
    try (LocalMirror mirror = new LocalMirror()) {
      // The words are token and nothing: a colon is between them in any case.
      String login = "Basic dG9rZW46";
      mirror.answering(
          "here",
          (exchange, file) -> {
            exchange.getResponseHeaders().set("Location", mirror.address() + "/there?x=%20y");
            exchange.sendResponseHeaders(302, -1);
          });
      mirror.answering(
          "there",
          (exchange, file) -> {
            String said = exchange.getRequestHeaders().getFirst("Authorization");
            exchange.sendResponseHeaders(login.equals(said) ? 200 : 401, 2);
            exchange.getResponseBody().write(new byte[] {'o', 'k'});
          });
      URI address = URI.create(mirror.address().toString().replace("://", "://token@") + "/here");

      byte[] content = fetcher(LONG, Map.of()).small(address, MOST);

      assertEquals("ok", new String(content, StandardCharsets.US_ASCII));
    }
  }

  /** Never so silent that it would be taken for dead. */
  private static void drip(ServerSocket mirror, CountDownLatch end) {
    try (Socket connection = mirror.accept();
        OutputStream out = connection.getOutputStream()) {
      out.write("HTTP/1.1 200 OK\r\nX-Endless: ".getBytes(StandardCharsets.US_ASCII));
      while (!end.await(10, TimeUnit.MILLISECONDS)) {
        out.write('x');
        out.flush();
      }
    } catch (IOException e) {
      // It was given up, as it should be.
      return;
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  private static Failure failure(Fetcher fetcher, URI address) {
    return assertThrows(Failure.class, () -> fetcher.small(address, MOST));
  }

  private static Fetcher fetcher(Duration answer, Map<String, String> environment) {
    Limits limits = new Limits(LONG, LONG, answer, LONG, 1, 1, Duration.ZERO);
    return new Fetcher(limits, new Proxies(environment));
  }
}
