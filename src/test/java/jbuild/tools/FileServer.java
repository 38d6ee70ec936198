package jbuild.tools;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import com.sun.net.httpserver.HttpsServer;
import java.io.IOException;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;

/** A web server on the loopback device that has the files of a directory, and faults on request. */
public final class FileServer implements AutoCloseable {
  /** There is nothing of this name. */
  public static final Fault MISSING = (server, request, file) -> server.answer(request, 404);

  /** Nobody may have it. */
  public static final Fault FORBIDDEN = (server, request, file) -> server.answer(request, 403);

  /** The server has a fault of its own. */
  public static final Fault BROKEN = (server, request, file) -> server.answer(request, 503);

  /** The connection ends without an answer. */
  public static final Fault DROPPED = (server, request, file) -> {};

  /** The connection ends in the middle of the file. */
  public static final Fault CUT_OFF = (server, request, file) -> server.half(request, file);

  /** The second half of the file never comes. */
  public static final Fault STALLED =
      (server, request, file) -> {
        server.half(request, file);
        server.waitForEnd();
      };

  /** A byte of the file is another one. */
  public static final Fault CHANGED =
      (server, request, file) -> {
        byte[] changed = file.clone();
        changed[changed.length / 2] ^= 1;
        server.send(request, changed);
      };

  /** What a login page of a network answers whoever asks for whatever. */
  public static final Fault PAGE =
      (server, request, file) -> {
        String page = "<!DOCTYPE html><html><body>Please log in.</body></html>\n";
        server.send(request, page.getBytes(StandardCharsets.US_ASCII));
      };

  /** The file is elsewhere, and there it is elsewhere too. */
  public static final Fault REDIRECT_LOOP =
      (server, request, file) -> {
        String path = request.getRequestURI().getPath();
        request.getResponseHeaders().set("Location", server.address(path).toString());
        server.answer(request, 302);
      };

  private final Path directory;
  private final HttpServer server;
  private final ExecutorService threads = Executors.newCachedThreadPool();
  private final Map<String, Fault> faults = new ConcurrentHashMap<>();
  private final List<String> requests = new CopyOnWriteArrayList<>();
  private final CountDownLatch end = new CountDownLatch(1);

  /** Answers in place of the server. */
  @FunctionalInterface
  public interface Fault {
    /**
     * @param file what is asked for, empty when it is not there
     */
    void answer(FileServer server, HttpExchange request, byte[] file) throws IOException;
  }

  private FileServer(Path directory, HttpServer server) {
    this.directory = directory;
    this.server = server;
    server.setExecutor(threads);
    server.createContext("/", this::handle);
    server.start();
  }

  public static FileServer of(Path directory) {
    try {
      return new FileServer(directory, HttpServer.create(anyPort(), 0));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** The same for those who show the certificate that it trusts. */
  public static FileServer of(Path directory, TestCertificates certificates) {
    try {
      HttpsServer server = HttpsServer.create(anyPort(), 0);
      server.setHttpsConfigurator(certificates.configurator());
      return new FileServer(directory, server);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static InetSocketAddress anyPort() {
    return new InetSocketAddress(InetAddress.getLoopbackAddress(), 0);
  }

  /** Where a path below the directory is, which begins with /. */
  public URI address(String path) {
    String scheme = server instanceof HttpsServer ? "https" : "http";
    return URI.create(scheme + "://127.0.0.1:" + server.getAddress().getPort() + path);
  }

  /** From now on, for each path that ends so. */
  public FileServer fault(String pathEnd, Fault fault) {
    faults.put(pathEnd, fault);
    return this;
  }

  /** Gives files only to who knows the password; others are asked for it. */
  public static Fault password(String user, String password) {
    byte[] words = (user + ":" + password).getBytes(StandardCharsets.UTF_8);
    String expected = "Basic " + Base64.getEncoder().encodeToString(words);
    return (server, request, file) -> {
      if (expected.equals(request.getRequestHeaders().getFirst("Authorization"))) {
        if (file.length == 0) {
          server.answer(request, 404);
        } else {
          server.send(request, file);
        }
      } else {
        request.getResponseHeaders().set("WWW-Authenticate", "Basic realm=\"tests\"");
        server.answer(request, 401);
      }
    };
  }

  /** The paths that were asked for, in this order. */
  public List<String> requests() {
    return List.copyOf(requests);
  }

  private void handle(HttpExchange request) throws IOException {
    try (request) {
      String path = request.getRequestURI().getPath();
      requests.add(path);
      Path file = directory.resolve(path.substring(1)).normalize();
      boolean there = file.startsWith(directory) && Files.isRegularFile(file);
      byte[] content = there ? Files.readAllBytes(file) : new byte[0];
      for (Map.Entry<String, Fault> fault : faults.entrySet()) {
        if (path.endsWith(fault.getKey())) {
          fault.getValue().answer(this, request, content);
          return;
        }
      }
      if (there) {
        send(request, content);
      } else {
        answer(request, 404);
      }
    }
  }

  private void answer(HttpExchange request, int status) throws IOException {
    request.sendResponseHeaders(status, -1);
  }

  private void send(HttpExchange request, byte[] content) throws IOException {
    if (request.getRequestMethod().equals("HEAD")) {
      request.getResponseHeaders().set("Content-Length", Integer.toString(content.length));
      answer(request, 200);
    } else {
      // Zero would mean that nobody knows the length.
      request.sendResponseHeaders(200, content.length == 0 ? -1 : content.length);
      if (content.length > 0) {
        request.getResponseBody().write(content);
      }
    }
  }

  private void half(HttpExchange request, byte[] content) throws IOException {
    request.sendResponseHeaders(200, content.length);
    OutputStream body = request.getResponseBody();
    body.write(content, 0, content.length / 2);
    body.flush();
  }

  private void waitForEnd() throws IOException {
    try {
      end.await();
    } catch (InterruptedException e) {
      throw new IOException("the server ends", e);
    }
  }

  @Override
  public void close() {
    end.countDown();
    server.stop(0);
    threads.shutdownNow();
  }
}
