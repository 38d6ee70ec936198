package jbuild.builder.oci.registry;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.BufferedReader;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import jbuild.builder.oci.image.Descriptor;
import jbuild.builder.oci.image.Digest;
import jbuild.builder.oci.image.MediaType;
import jbuild.builder.plan.Progress;
import jbuild.builder.repository.Proxies;
import jbuild.runner.Failure;
import org.junit.jupiter.api.Test;

/** What lies between a registry and us, and may be away, silent or a proxy. */
class RegistryNetworkTest {
  private static final String BASIC = "Basic YWxpY2U6c2VjcmV0";

  @Test
  void aBlobWhoseServerIsAwayForAMomentIsAskedForOnceMore() throws IOException {
    byte[] content = new byte[] {1, 2, 3, 4};
    Descriptor blob = new Descriptor(MediaType.OCI_LAYER, Digest.of(content), content.length);
    List<Integer> positions = new ArrayList<>();
    ResumingStream.Source source =
        position -> {
          positions.add((int) position);
          if (positions.size() == 2) {
            throw new IOException("not yet");
          }
          return new ByteArrayInputStream(content, (int) position, 2);
        };

    try (InputStream in =
        new ResumingStream(
            source,
            blob.size(),
            Progress.SILENT.transfer("x", blob.size()),
            Duration.ofMillis(1))) {
      assertArrayEquals(content, in.readAllBytes());
    }

    assertEquals(List.of(0, 2, 2), positions);
  }

  @Test
  void anAnswerThatStallsIsGivenUp() throws IOException {
    CountDownLatch closed = new CountDownLatch(1);
    InputStream stalling =
        new InputStream() {
          @Override
          public int read() throws IOException {
            try {
              closed.await();
            } catch (InterruptedException e) {
              throw new IOException(e);
            }
            return -1;
          }

          @Override
          public void close() {
            closed.countDown();
          }
        };

    try (InputStream in = new GuardedStream(stalling, Duration.ofMillis(50))) {
      IOException failure = assertThrows(IOException.class, in::read);
      assertEquals("nothing has arrived for 0 seconds", failure.getMessage());
    }
  }

  @Test
  void aProxyIsToldItsLoginAlsoForSecureAddresses() throws IOException {
    try (ServerSocket proxy = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      CompletableFuture<String> asked = CompletableFuture.supplyAsync(() -> head(proxy));
      String place = "http://alice:secret@127.0.0.1:" + proxy.getLocalPort();
      Client client =
          new Client(
              new Proxies(Map.of("https_proxy", place)),
              new LoginFiles(Map.of()),
              Optional.empty(),
              true,
              Progress.SILENT);
      Registry registry = client.pulling(ImageReference.parse("registry.example.com/team/image"));

      assertThrows(Failure.class, registry::resolve);

      String head = asked.join();
      assertTrue(head.startsWith("CONNECT registry.example.com:443 "), head);
      assertTrue(head.contains("\nProxy-Authorization: " + BASIC + "\n"), head);
    }
  }

  /** What the first request has before its body; it is refused. */
  private static String head(ServerSocket server) {
    try (Socket socket = server.accept()) {
      BufferedReader in =
          new BufferedReader(
              new InputStreamReader(socket.getInputStream(), StandardCharsets.US_ASCII));
      StringBuilder head = new StringBuilder();
      for (String line = in.readLine(); !line.isEmpty(); line = in.readLine()) {
        head.append(line).append('\n');
      }
      socket
          .getOutputStream()
          .write(
              "HTTP/1.1 502 No\r\nContent-Length: 0\r\n\r\n".getBytes(StandardCharsets.US_ASCII));
      return head.toString();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
