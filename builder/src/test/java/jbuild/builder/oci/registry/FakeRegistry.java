package jbuild.builder.oci.registry;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;

/** A server that behaves as a test wants: it has what was put there, and notes what it is asked. */
final class FakeRegistry implements AutoCloseable {
  static final String TOKEN = "a-token";

  private final HttpServer server;
  private final ExecutorService threads = Executors.newCachedThreadPool();
  private final Map<String, Answer> answers = new ConcurrentHashMap<>();
  private final List<String> requests = Collections.synchronizedList(new ArrayList<>());
  private volatile Optional<String> challenge = Optional.empty();

  /** What it does for a path. */
  @FunctionalInterface
  interface Answer {
    void to(HttpExchange exchange) throws IOException;
  }

  FakeRegistry() {
    try {
      server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    server.setExecutor(threads);
    server.createContext("/", this::answer);
    server.start();
  }

  /** Host and port. */
  String address() {
    return "127.0.0.1:" + server.getAddress().getPort();
  }

  FakeRegistry on(String path, Answer answer) {
    answers.put(path, answer);
    return this;
  }

  /** What it asks of those without a token. */
  void challenging(String header) {
    challenge = Optional.of(header);
  }

  /** Method, path and who asks, in their order; nobody is a dash. */
  List<String> requests() {
    return List.copyOf(requests);
  }

  private void answer(HttpExchange exchange) throws IOException {
    try (exchange) {
      String authorization =
          Optional.ofNullable(exchange.getRequestHeaders().getFirst("Authorization")).orElse("-");
      String query = exchange.getRequestURI().getQuery();
      String path = exchange.getRequestURI().getPath();
      requests.add(
          exchange.getRequestMethod()
              + " "
              + path
              + (query == null ? "" : "?" + query)
              + " "
              + authorization);
      boolean isClosed = path.startsWith("/v2/") && !authorization.equals("Bearer " + TOKEN);
      if (challenge.isPresent() && isClosed) {
        exchange.getResponseHeaders().add("WWW-Authenticate", challenge.get());
        exchange.sendResponseHeaders(401, -1);
        return;
      }
      Answer answer = answers.get(path);
      if (answer == null) {
        exchange.sendResponseHeaders(404, -1);
        return;
      }
      answer.to(exchange);
    }
  }

  /** Says this, as a document of a type. */
  static Answer saying(String type, byte[] content) {
    return exchange -> {
      exchange.getResponseHeaders().add("Content-Type", type);
      exchange.sendResponseHeaders(200, content.length == 0 ? -1 : content.length);
      exchange.getResponseBody().write(content);
    };
  }

  static Answer saying(String type, String content) {
    return saying(type, content.getBytes(StandardCharsets.UTF_8));
  }

  static Answer redirecting(String location) {
    return exchange -> {
      exchange.getResponseHeaders().add("Location", location);
      exchange.sendResponseHeaders(307, -1);
    };
  }

  /** Ends the connection after so many bytes, each time; knows ranges. */
  static Answer breakingOff(byte[] content, int after) {
    return exchange -> {
      String range = exchange.getRequestHeaders().getFirst("Range");
      int from = range == null ? 0 : Integer.parseInt(range.replaceAll("[^0-9]", ""));
      exchange.sendResponseHeaders(range == null ? 200 : 206, content.length - from);
      byte[] rest = Arrays.copyOfRange(content, from, content.length);
      exchange.getResponseBody().write(rest, 0, Math.min(after, rest.length));
      exchange.getResponseBody().flush();
    };
  }

  @Override
  public void close() {
    server.stop(0);
    threads.shutdownNow();
  }
}
