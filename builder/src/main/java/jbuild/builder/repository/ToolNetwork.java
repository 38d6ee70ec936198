package jbuild.builder.repository;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.FileNotFoundException;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.HttpURLConnection;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.SecureRandom;
import java.util.Base64;
import java.util.Collections;
import java.util.HexFormat;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import jbuild.builder.plan.ProgramFailure;
import jbuild.runner.ExitStatus;
import jbuild.runner.Failure;
import jbuild.runner.Reasons;

/**
 * The way of package tools to mirrors. Where a mirror wants a password or a certificate, or has one
 * that is not generally known, the tool is told none of that: it asks jbuild, as its proxy on the
 * loopback device, and jbuild asks the mirror.
 */
public final class ToolNetwork implements AutoCloseable {
  private static final String USER = "jbuild";

  /** So begins what package tools fail with when a signature is missing or wrong. */
  private static final String UNTRUSTED = "cannot trust ";

  private static final int SECRET_BYTES = 16;
  private static final int BAD_GATEWAY = 502;
  private static final int AUTHENTICATE = 407;
  private static final int NOT_FOUND = 404;
  private static final int BLOCK = 1 << 16;

  private final Proxies proxies;
  private final Credentials credentials;
  private final Fetcher fetcher;
  private final String secret = HexFormat.of().formatHex(random());
  private final RelayedMirrors relayed = new RelayedMirrors();
  private final ExecutorService threads =
      Executors.newCachedThreadPool(
          task -> {
            Thread thread = new Thread(task, "tool-network");
            thread.setDaemon(true);
            return thread;
          });
  private Optional<HttpServer> server = Optional.empty();

  /** Of addresses that were not given since, the first one first. */
  private final Map<URI, Failure> failures = Collections.synchronizedMap(new LinkedHashMap<>());

  /**
   * @param environment where proxies are found, and what mirrors want to know
   */
  public ToolNetwork(Map<String, String> environment) {
    this.proxies = new Proxies(environment);
    this.credentials = new Credentials(environment);
    this.fetcher = new Fetcher(Limits.USUAL, proxies);
  }

  private static byte[] random() {
    byte[] bytes = new byte[SECRET_BYTES];
    new SecureRandom().nextBytes(bytes);
    return bytes;
  }

  /** The address of a mirror as the tool is told: the same each time, and without a password. */
  public URI address(URI mirror) {
    return isRelayed(mirror) ? relayed(mirror) : mirror;
  }

  /** The same of one that wants to know nothing, for tools that have one proxy for all mirrors. */
  public URI relayed(URI mirror) {
    relayed.add(mirror);
    return URI.create("http://" + RelayedMirrors.place(mirror) + RelayedMirrors.path(mirror));
  }

  /** Whether the tool cannot ask the mirror by itself. */
  public boolean isRelayed(URI mirror) {
    return mirror.getHost() != null && credentials.areFor(mirror);
  }

  /** The proxy by which the tool reaches a mirror. */
  public Optional<URI> proxyFor(URI mirror) {
    if (!isRelayed(mirror)) {
      return proxies.proxyFor(mirror);
    }
    address(mirror);
    int port = started().getAddress().getPort();
    return Optional.of(URI.create("http://" + USER + ":" + secret + "@127.0.0.1:" + port));
  }

  /** Runs what runs a tool. When it cannot fetch, what jbuild knows of the mirrors says why. */
  public void using(Runnable tool) {
    try {
      tool.run();
    } catch (Failure failed) {
      Failure known = first().orElse(failed);
      throw isAboutFetching(failed) ? known : failed;
    }
  }

  private Optional<Failure> first() {
    synchronized (failures) {
      return failures.values().stream().findFirst();
    }
  }

  /** A tool that cannot say what is wrong may mean that; one that refuses a signature does not. */
  private static boolean isAboutFetching(Failure failed) {
    return failed instanceof ProgramFailure
        || failed.status() == ExitStatus.NETWORK && !failed.what().startsWith(UNTRUSTED);
  }

  private synchronized HttpServer started() {
    if (server.isEmpty()) {
      try {
        HttpServer made =
            HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        made.setExecutor(threads);
        made.createContext("/", this::handle);
        made.start();
        server = Optional.of(made);
      } catch (IOException e) {
        throw new Failure(
            ExitStatus.HOST_CANNOT,
            "cannot stand between package tools and mirrors",
            Reasons.of(e),
            "make sure that the loopback device is there and up");
      }
    }
    return server.orElseThrow();
  }

  private void handle(HttpExchange request) throws IOException {
    try (request) {
      if (!isOurs(request)) {
        request.getResponseHeaders().set("Proxy-Authenticate", "Basic realm=\"jbuild\"");
        request.sendResponseHeaders(AUTHENTICATE, -1);
        return;
      }
      URI asked = request.getRequestURI();
      Optional<URI> real = relayed.real(asked);
      if (real.isEmpty()) {
        request.sendResponseHeaders(NOT_FOUND, -1);
        return;
      }
      pass(request, real.get());
    }
  }

  private boolean isOurs(HttpExchange request) {
    String said = request.getRequestHeaders().getFirst("Proxy-Authorization");
    String right =
        "Basic "
            + Base64.getEncoder()
                .encodeToString((USER + ":" + secret).getBytes(StandardCharsets.US_ASCII));
    return said != null
        && MessageDigest.isEqual(
            said.getBytes(StandardCharsets.UTF_8), right.getBytes(StandardCharsets.UTF_8));
  }

  private void pass(HttpExchange request, URI address) throws IOException {
    HttpURLConnection connection;
    try {
      connection = fetcher.connect(address, range(request));
    } catch (FileNotFoundException e) {
      request.sendResponseHeaders(NOT_FOUND, -1);
      return;
    } catch (IOException e) {
      failures.put(address, FetchFailures.explain(address, proxies, 1, e));
      request.sendResponseHeaders(BAD_GATEWAY, -1);
      return;
    } catch (Failure e) {
      failures.put(address, e);
      request.sendResponseHeaders(BAD_GATEWAY, -1);
      return;
    }
    failures.remove(address);
    try {
      answer(request, connection);
    } finally {
      connection.disconnect();
    }
  }

  private static Map<String, String> range(HttpExchange request) {
    Map<String, String> headers = new LinkedHashMap<>();
    String range = request.getRequestHeaders().getFirst("Range");
    if (range != null) {
      headers.put("Range", range);
    }
    return headers;
  }

  private static void answer(HttpExchange request, HttpURLConnection connection)
      throws IOException {
    for (String name : new String[] {"Content-Type", "Last-Modified", "ETag", "Content-Range"}) {
      String value = connection.getHeaderField(name);
      if (value != null) {
        request.getResponseHeaders().set(name, value);
      }
    }
    int status = connection.getResponseCode();
    long length = connection.getContentLengthLong();
    if (request.getRequestMethod().equals("HEAD") || length == 0) {
      if (length > 0) {
        request.getResponseHeaders().set("Content-Length", Long.toString(length));
      }
      request.sendResponseHeaders(status, -1);
      return;
    }
    // Zero means that nobody knows it.
    request.sendResponseHeaders(status, Math.max(0, length));
    try (InputStream in = body(connection, status);
        OutputStream out = request.getResponseBody()) {
      byte[] block = new byte[BLOCK];
      for (int count = in.read(block); count >= 0; count = in.read(block)) {
        out.write(block, 0, count);
      }
    }
  }

  private static InputStream body(HttpURLConnection connection, int status) throws IOException {
    if (status < HttpURLConnection.HTTP_BAD_REQUEST) {
      return connection.getInputStream();
    }
    InputStream error = connection.getErrorStream();
    return error == null ? InputStream.nullInputStream() : error;
  }

  @Override
  public synchronized void close() {
    server.ifPresent(started -> started.stop(0));
    threads.shutdownNow();
  }
}
