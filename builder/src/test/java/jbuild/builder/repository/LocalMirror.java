package jbuild.builder.repository;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.zip.GZIPOutputStream;
import jbuild.builder.digest.Sha256;

/** A mirror on the loopback device that can misbehave in every way that mirrors do. */
public final class LocalMirror implements AutoCloseable {
  private static final DateTimeFormatter TIME =
      DateTimeFormatter.ofPattern("EEE, dd MMM yyyy HH:mm:ss 'UTC'", Locale.ROOT)
          .withZone(ZoneOffset.UTC);

  private final HttpServer server;
  private final ExecutorService threads = Executors.newCachedThreadPool();
  private final Map<String, byte[]> files = new ConcurrentHashMap<>();
  private final Map<String, Answer> answers = new ConcurrentHashMap<>();
  private final List<String> requests = Collections.synchronizedList(new ArrayList<>());
  private final Map<String, byte[]> packages = new LinkedHashMap<>();
  private final StringBuilder index = new StringBuilder();

  /** How a path is answered in place of its file. */
  @FunctionalInterface
  interface Answer {
    void give(HttpExchange exchange, byte[] file) throws IOException;
  }

  public LocalMirror() {
    try {
      server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
    } catch (IOException e) {
      throw new IllegalStateException(e);
    }
    server.createContext("/", this::handle);
    server.setExecutor(threads);
    server.start();
  }

  public URI address() {
    return URI.create("http://127.0.0.1:" + server.getAddress().getPort() + "/debian");
  }

  String host() {
    return "127.0.0.1";
  }

  List<String> requests() {
    return List.copyOf(requests);
  }

  public LocalMirror with(String path, byte[] file) {
    files.put("/debian/" + path, file);
    return this;
  }

  LocalMirror answering(String path, Answer answer) {
    answers.put("/debian/" + path, answer);
    return this;
  }

  /** A package of the mirror's only suite, with more lines for its stanza. */
  LocalMirror withPackage(String name, String... fields) {
    byte[] deb = ("the files of " + name).getBytes(StandardCharsets.UTF_8);
    String path = "pool/" + name + "_1_all.deb";
    Checksum checksum = checksum(deb);
    index.append("Package: ").append(name).append("\nVersion: 1\nArchitecture: all\n");
    List.of(fields).forEach(field -> index.append(field).append('\n'));
    index.append("Filename: ").append(path).append("\nSize: ").append(checksum.size());
    index.append("\nSHA256: ").append(checksum.sha256()).append("\n\n");
    packages.put(name, deb);
    return with(path, deb);
  }

  /** A package about which the index says only these lines. */
  LocalMirror withStanza(String... lines) {
    index.append(String.join("\n", lines)).append("\n\n");
    return this;
  }

  /** Publishes the packages so far in a suite, signed now and valid for a week. */
  LocalMirror publish(SigningKey key) {
    return publish(key, Instant.now().minusSeconds(60), Duration.ofDays(7));
  }

  LocalMirror publish(SigningKey key, Instant date, Duration validity) {
    return with("dists/stable/InRelease", key.sign(release(date, validity)));
  }

  /** The text of the release file of what has been put here so far, and its index files. */
  String release(Instant date, Duration validity) {
    byte[] plain = index.toString().getBytes(StandardCharsets.UTF_8);
    byte[] gzip = gzip(plain);
    String path = "main/binary-amd64/Packages";
    with("dists/stable/" + path + ".gz", gzip);
    return String.join(
        "\n",
        "Origin: Debian",
        "Suite: stable",
        "Codename: trixie",
        "Date: " + TIME.format(date),
        "Valid-Until: " + TIME.format(date.plus(validity)),
        "Architectures: all amd64",
        "Components: main contrib",
        "SHA256:",
        line(checksum(plain), path),
        line(checksum(gzip), path + ".gz"));
  }

  static Checksum checksum(byte[] bytes) {
    var digest = Sha256.start();
    digest.update(bytes);
    return Checksum.of(digest, bytes.length);
  }

  private static String line(Checksum checksum, String path) {
    return " " + checksum.sha256() + " " + checksum.size() + " " + path;
  }

  private static byte[] gzip(byte[] plain) {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    try (OutputStream gzip = new GZIPOutputStream(bytes)) {
      gzip.write(plain);
    } catch (IOException e) {
      throw new IllegalStateException(e);
    }
    return bytes.toByteArray();
  }

  private void handle(HttpExchange exchange) throws IOException {
    try (exchange) {
      String path = exchange.getRequestURI().getPath();
      requests.add(path);
      byte[] file = files.get(path);
      Answer answer = answers.get(path);
      if (answer != null) {
        answer.give(exchange, file);
      } else if (file == null) {
        exchange.sendResponseHeaders(404, -1);
      } else {
        send(exchange, file);
      }
    }
  }

  static void send(HttpExchange exchange, byte[] file) throws IOException {
    exchange.sendResponseHeaders(200, file.length);
    exchange.getResponseBody().write(file);
  }

  /** Says more than it gives. */
  static void cutOff(HttpExchange exchange, byte[] file) throws IOException {
    exchange.sendResponseHeaders(200, file.length);
    exchange.getResponseBody().write(file, 0, file.length / 2);
    exchange.getResponseBody().flush();
  }

  static Answer redirect(String location) {
    return (exchange, file) -> {
      exchange.getResponseHeaders().set("Location", location);
      exchange.sendResponseHeaders(302, -1);
    };
  }

  static Answer text(String text) {
    return (exchange, file) -> send(exchange, text.getBytes(StandardCharsets.UTF_8));
  }

  @Override
  public void close() {
    server.stop(0);
    threads.shutdownNow();
  }
}
