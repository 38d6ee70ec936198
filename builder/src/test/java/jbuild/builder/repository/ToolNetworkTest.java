package jbuild.builder.repository;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.sun.net.httpserver.HttpsConfigurator;
import com.sun.net.httpserver.HttpsParameters;
import com.sun.net.httpserver.HttpsServer;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.KeyStore;
import java.util.Base64;
import java.util.HashMap;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import javax.net.ssl.KeyManagerFactory;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLParameters;
import javax.net.ssl.TrustManagerFactory;
import jbuild.runner.ExitStatus;
import jbuild.runner.Failure;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A mirror that only those may use who have a certificate and know the password. */
class ToolNetworkTest {
  private static final char[] STORE = "changeit".toCharArray();

  @TempDir static Path stores;
  private static KeyStore server;
  private static KeyStore client;

  @TempDir Path directory;
  private HttpsServer mirror;
  private URI address;
  private Map<String, String> environment;
  private volatile boolean isBusy;

  @BeforeAll
  static void makeKeys() throws Exception {
    server = store("server");
    client = store("client");
  }

  @BeforeEach
  void start() throws Exception {
    Path trusted = pem("server.pem", "CERTIFICATE", server.getCertificate("server").getEncoded());
    Path certificate =
        pem("client.pem", "CERTIFICATE", client.getCertificate("client").getEncoded());
    Path key = pem("client.key", "PRIVATE KEY", client.getKey("client", STORE).getEncoded());
    Path netrc =
        Files.writeString(
            directory.resolve("netrc"), "machine 127.0.0.1\n login ada\n password sesame\n");
    environment =
        Map.of(
            "SSL_CERT_FILE", trusted.toString(),
            "JBUILD_CLIENT_CERT", certificate.toString(),
            "JBUILD_CLIENT_KEY", key.toString(),
            "NETRC", netrc.toString());
    mirror = HttpsServer.create(new InetSocketAddress("127.0.0.1", 0), 0);
    SSLContext context = context(server, client);
    mirror.setHttpsConfigurator(
        new HttpsConfigurator(context) {
          @Override
          public void configure(HttpsParameters parameters) {
            SSLParameters strict = context.getDefaultSSLParameters();
            strict.setNeedClientAuth(true);
            parameters.setSSLParameters(strict);
          }
        });
    String expected = "Basic " + Base64.getEncoder().encodeToString("ada:sesame".getBytes(UTF_8));
    mirror.createContext(
        "/",
        request -> {
          try (request) {
            if (!expected.equals(request.getRequestHeaders().getFirst("Authorization"))) {
              request.sendResponseHeaders(401, -1);
            } else if (isBusy) {
              isBusy = false;
              request.sendResponseHeaders(503, -1);
            } else if (request.getRequestURI().getPath().equals("/repo/forbidden")) {
              request.sendResponseHeaders(403, -1);
            } else if (!request.getRequestURI().getPath().equals("/repo/file")) {
              request.sendResponseHeaders(404, -1);
            } else {
              request.sendResponseHeaders(200, 5);
              request.getResponseBody().write("hello".getBytes(UTF_8));
            }
          }
        });
    mirror.start();
    address = URI.create("https://127.0.0.1:" + mirror.getAddress().getPort() + "/repo");
  }

  @AfterEach
  void stop() {
    mirror.stop(0);
  }

  @Test
  void aFetcherShowsItsCertificateAndItsPassword() {
    assertEquals("hello", fetched(environment));
  }

  @Test
  void theAddressItselfCanHaveThePassword() {
    Map<String, String> others = new HashMap<>(environment);
    others.remove("NETRC");
    address = URI.create(address.toString().replace("//", "//ada:sesame@"));

    assertEquals("hello", fetched(others));
  }

  @Test
  void aServerThatNobodyVouchesForIsNotTrusted() {
    NetworkFailure failure =
        assertThrows(NetworkFailure.class, () -> fetched(Map.of("HOME", directory.toString())));

    assertTrue(failure.why().contains("certi"), failure.why());
  }

  @Test
  void aToolAsksJbuildAndIsToldNoPassword() throws IOException {
    try (ToolNetwork network = new ToolNetwork(environment)) {
      URI told = network.address(address);
      URI proxy = network.proxyFor(address).orElseThrow();

      assertEquals("http" + address.toString().substring("https".length()), told.toString());
      assertEquals("127.0.0.1", proxy.getHost());
      assertFalse(proxy.toString().contains("sesame"));
      assertTrue(asked(proxy, told + "/file", proxy.getUserInfo()).endsWith("\r\n\r\nhello"));
      assertTrue(asked(proxy, told + "/other", proxy.getUserInfo()).startsWith("HTTP/1.1 404 "));
      assertTrue(asked(proxy, told + "/file", "jbuild:guess").startsWith("HTTP/1.1 407 "));
      assertTrue(
          asked(proxy, "http://mirror.invalid/file", proxy.getUserInfo())
              .startsWith("HTTP/1.1 404 "));
    }
  }

  @Test
  void whatAMirrorRefusesIsWhatAFailedToolIsAbout() {
    Map<String, String> strangers = new HashMap<>(environment);
    strangers.remove("NETRC");
    strangers.put("HOME", directory.toString());
    try (ToolNetwork network = new ToolNetwork(strangers)) {
      URI told = network.address(address);
      URI proxy = network.proxyFor(address).orElseThrow();

      Failure failure =
          assertThrows(
              Failure.class,
              () ->
                  network.using(
                      () -> {
                        try {
                          asked(proxy, told + "/file", proxy.getUserInfo());
                        } catch (IOException e) {
                          throw new IllegalStateException(e);
                        }
                        throw new NetworkFailure("the tool failed", "502", "try again");
                      }));

      assertEquals("cannot fetch " + address + "/file", failure.what());
      assertTrue(failure.why().startsWith("the mirror answers 401"), failure.why());
    }
  }

  @Test
  void othersAreAskedAsEver() {
    Map<String, String> proxied = Map.of("http_proxy", "http://proxy.invalid:8080", "HOME", "/");
    try (ToolNetwork network = new ToolNetwork(proxied)) {
      URI plain = URI.create("http://mirror.invalid/repo");

      assertEquals(plain, network.address(plain));
      assertEquals(URI.create("http://proxy.invalid:8080"), network.proxyFor(plain).orElseThrow());
    }
  }

  @Test
  void aKeyOfAnotherFormSaysHowToWriteItAgain() throws IOException {
    Path key = Files.writeString(directory.resolve("old.key"), "-----BEGIN RSA PRIVATE KEY-----\n");
    Map<String, String> others = new HashMap<>(environment);
    others.put("JBUILD_CLIENT_KEY", key.toString());

    Failure failure = assertThrows(Failure.class, () -> fetched(others));

    assertEquals("cannot use the key " + key, failure.what());
    assertTrue(failure.fix().contains("openssl pkcs8 -topk8 -nodes -in " + key), failure.fix());
  }

  @Test
  void theKeyCanBeInTheFileOfTheCertificate() throws IOException {
    Map<String, String> others = new HashMap<>(environment);
    String both =
        Files.readString(Path.of(others.remove("JBUILD_CLIENT_KEY")))
            + Files.readString(Path.of(environment.get("JBUILD_CLIENT_CERT")));
    others.put(
        "JBUILD_CLIENT_CERT", Files.writeString(directory.resolve("both.pem"), both).toString());

    assertEquals("hello", fetched(others));
  }

  @Test
  void certificatesThatAreNoChainAreReported() throws IOException {
    Path certificate = Path.of(environment.get("JBUILD_CLIENT_CERT"));
    Files.writeString(
        certificate,
        Files.readString(certificate)
            + Files.readString(Path.of(environment.get("SSL_CERT_FILE"))));

    Failure failure = assertThrows(Failure.class, () -> fetched(environment));

    assertEquals("cannot use the certificates of " + certificate, failure.what());
    assertEquals("correct or unset JBUILD_CLIENT_CERT", failure.fix());
  }

  @Test
  void whatAMirrorRefusesDoesNotHideThatASignatureIsWrong() {
    Failure wrong =
        new Failure(ExitStatus.NETWORK, "cannot trust web-1", "it is not signed", "do not");

    assertEquals(wrong, afterRefusal("/forbidden", wrong));
  }

  @Test
  void whatAMirrorGaveAtLastIsNotWhatAFailedToolIsAbout() {
    isBusy = true;
    Failure other = new NetworkFailure("cannot use web-1", "it is damaged", "try again");

    assertEquals(other, afterRefusal("/file", other));
  }

  /** A tool asks twice, and fails. */
  private Failure afterRefusal(String file, Failure failure) {
    try (ToolNetwork network = new ToolNetwork(environment)) {
      URI told = network.address(address);
      URI proxy = network.proxyFor(address).orElseThrow();
      return assertThrows(
          Failure.class,
          () ->
              network.using(
                  () -> {
                    try {
                      asked(proxy, told + file, proxy.getUserInfo());
                      asked(proxy, told + file, proxy.getUserInfo());
                    } catch (IOException e) {
                      throw new IllegalStateException(e);
                    }
                    throw failure;
                  }));
    }
  }

  private String fetched(Map<String, String> others) {
    Limits once =
        new Limits(
            Limits.USUAL.connecting(),
            Limits.USUAL.silence(),
            Limits.USUAL.answer(),
            Limits.USUAL.window(),
            1,
            1,
            Limits.USUAL.pause());
    byte[] bytes =
        new Fetcher(once, new Proxies(others)).small(Mirrors.below(address, "file"), 100);
    return new String(bytes, UTF_8);
  }

  /** What the proxy answers. */
  private static String asked(URI proxy, String wanted, String login) throws IOException {
    String words = Base64.getEncoder().encodeToString(login.getBytes(UTF_8));
    try (Socket socket = new Socket(proxy.getHost(), proxy.getPort())) {
      socket
          .getOutputStream()
          .write(
              ("GET "
                      + wanted
                      + " HTTP/1.1\r\nHost: x\r\nConnection: close\r\nProxy-Authorization: Basic "
                      + words
                      + "\r\n\r\n")
                  .getBytes(UTF_8));
      return new String(socket.getInputStream().readAllBytes(), UTF_8);
    }
  }

  private static KeyStore store(String name) throws Exception {
    Path file = stores.resolve(name + ".p12");
    Process keytool =
        new ProcessBuilder(
                Path.of(System.getProperty("java.home"), "bin/keytool").toString(),
                "-genkeypair",
                "-alias",
                name,
                "-keyalg",
                "EC",
                "-dname",
                "CN=" + name,
                "-ext",
                "SAN=ip:127.0.0.1",
                "-keystore",
                file.toString(),
                "-storepass",
                new String(STORE))
            .redirectErrorStream(true)
            .start();
    assertTrue(keytool.waitFor(60, TimeUnit.SECONDS));
    return KeyStore.getInstance(file.toFile(), STORE);
  }

  private Path pem(String name, String kind, byte[] content) throws IOException {
    String text =
        "-----BEGIN %s-----\n%s\n-----END %s-----\n"
            .formatted(kind, Base64.getMimeEncoder().encodeToString(content), kind);
    return Files.writeString(directory.resolve(name), text);
  }

  private static SSLContext context(KeyStore own, KeyStore trusted) throws Exception {
    KeyManagerFactory keys = KeyManagerFactory.getInstance(KeyManagerFactory.getDefaultAlgorithm());
    keys.init(own, STORE);
    KeyStore clients = KeyStore.getInstance(KeyStore.getDefaultType());
    clients.load(null, STORE);
    clients.setCertificateEntry("client", trusted.getCertificate("client"));
    TrustManagerFactory trust =
        TrustManagerFactory.getInstance(TrustManagerFactory.getDefaultAlgorithm());
    trust.init(clients);
    SSLContext context = SSLContext.getInstance("TLS");
    context.init(keys.getKeyManagers(), trust.getTrustManagers(), null);
    return context;
  }
}
