package jbuild.builder.repository;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.net.HttpURLConnection;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.URI;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CopyOnWriteArrayList;
import jbuild.runner.ExitStatus;
import jbuild.runner.Failure;
import org.junit.jupiter.api.Test;

class ProxiesTest {
  private static final URI PROXY = URI.create("http://proxy.jbuild.invalid:8080");

  @Test
  void areChosenByTheSchemeOfTheAddress() {
    Map<String, String> environment = Map.of("https_proxy", PROXY.toString());

    assertEquals(Optional.of(PROXY), proxy(environment, "https://mirror.jbuild.invalid"));
    assertEquals(Optional.empty(), proxy(environment, "http://mirror.jbuild.invalid"));
  }

  @Test
  void mayBeWrittenWithoutAScheme() {
    Map<String, String> environment = Map.of("http_proxy", "proxy.jbuild.invalid:8080");

    assertEquals(Optional.of(PROXY), proxy(environment, "http://mirror.jbuild.invalid"));
  }

  @Test
  void areNotUsedForExemptHosts() {
    Map<String, String> environment =
        Map.of("http_proxy", PROXY.toString(), "no_proxy", "localhost, .jbuild.invalid");

    assertEquals(Optional.empty(), proxy(environment, "http://mirror.jbuild.invalid"));
    assertEquals(Optional.empty(), proxy(environment, "http://localhost"));
    assertEquals(Optional.of(PROXY), proxy(environment, "http://myjbuild.invalid"));
  }

  @Test
  void inCapitalsCountForHttpsOnly() {
    Map<String, String> environment =
        Map.of("HTTP_PROXY", PROXY.toString(), "HTTPS_PROXY", PROXY.toString());

    assertEquals(Optional.empty(), proxy(environment, "http://mirror.jbuild.invalid"));
    assertEquals(Optional.of(PROXY), proxy(environment, "https://mirror.jbuild.invalid"));
  }

  @Test
  void thatAreNoAddressesAreReported() {
    Failure failure =
        assertThrows(
            Failure.class,
            () -> proxy(Map.of("http_proxy", "socks5://x"), "http://mirror.jbuild.invalid"));

    assertEquals(ExitStatus.WRONG_USAGE, failure.status());
    assertEquals("cannot use the proxy in http_proxy", failure.what());
  }

  @Test
  void areToldTheirPasswordForHttpsToo() throws Exception {
    List<String> heads = new CopyOnWriteArrayList<>();
    try (ServerSocket proxy = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      Thread thread = new Thread(() -> refuse(proxy, heads));
      thread.setDaemon(true);
      thread.start();
      String address = "http://me:secret@127.0.0.1:" + proxy.getLocalPort();
      HttpURLConnection connection =
          new Proxies(Map.of("https_proxy", address, "HOME", "/nowhere"))
              .open(URI.create("https://mirror.jbuild.invalid/"));
      connection.setReadTimeout(10_000);

      assertThrows(IOException.class, connection::getResponseCode);
    }

    // The words are me:secret.
    assertTrue(heads.contains("Proxy-authorization: Basic bWU6c2VjcmV0"), heads.toString());
  }

  private static Optional<URI> proxy(Map<String, String> environment, String address) {
    return new Proxies(environment).proxyFor(URI.create(address));
  }

  /** Asks for a password, and opens no way for those who say it either. */
  private static void refuse(ServerSocket proxy, List<String> heads) {
    String[] answers = {"407 Who\r\nProxy-Authenticate: Basic realm=\"proxy\"\r\n", "503 Gone\r\n"};
    for (String answer : answers) {
      try (Socket connection = proxy.accept()) {
        BufferedReader lines =
            new BufferedReader(new InputStreamReader(connection.getInputStream(), US_ASCII));
        for (String line = lines.readLine(); !line.isEmpty(); line = lines.readLine()) {
          heads.add(line);
        }
        connection
            .getOutputStream()
            .write(
                ("HTTP/1.1 " + answer + "Content-Length: 0\r\nConnection: close\r\n\r\n")
                    .getBytes(US_ASCII));
      } catch (IOException e) {
        return;
      }
    }
  }
}
