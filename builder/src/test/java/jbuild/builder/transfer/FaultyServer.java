package jbuild.builder.transfer;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;

/** A web server of files, which does to requests for some of them what a test wants. */
final class FaultyServer implements AutoCloseable {
  private final HttpServer server;
  private final ExecutorService threads = Executors.newCachedThreadPool();
  private final Map<String, byte[]> files = new HashMap<>();
  private final Map<String, Fault> faults = new HashMap<>();
  private final List<String> requests = Collections.synchronizedList(new ArrayList<>());
  private String tag = "\"one\"";

  /** Answers in place of the server; or does nothing, and the server answers. */
  @FunctionalInterface
  interface Fault {
    boolean answers(HttpExchange request, byte[] file) throws IOException;
  }

  FaultyServer() {
    try {
      server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    server.setExecutor(threads);
    server.createContext("/", this::handle);
    server.start();
  }

  String address(String path) {
    return "http://127.0.0.1:" + server.getAddress().getPort() + path;
  }

  FaultyServer with(String path, byte[] content) {
    files.put(path, content);
    return this;
  }

  FaultyServer fault(String path, Fault fault) {
    faults.put(path, fault);
    return this;
  }

  void setTag(String next) {
    tag = next;
  }

  /** Path and range of each. */
  List<String> requests() {
    return List.copyOf(requests);
  }

  private void handle(HttpExchange request) throws IOException {
    try (request) {
      String path = request.getRequestURI().getPath();
      String range = request.getRequestHeaders().getFirst("Range");
      requests.add(path + (range == null ? "" : " " + range));
      byte[] file = files.get(path);
      Fault fault = faults.get(path);
      if (fault != null && fault.answers(request, file)) {
        return;
      }
      if (file == null) {
        request.sendResponseHeaders(404, -1);
        return;
      }
      answer(request, file, file.length);
    }
  }

  /** Sends what is asked for, but stops where the file would be so long. */
  void answer(HttpExchange request, byte[] file, int stop) throws IOException {
    String range = request.getRequestHeaders().getFirst("Range");
    String ifRange = request.getRequestHeaders().getFirst("If-Range");
    request.getResponseHeaders().set("ETag", tag);
    int from = 0;
    if (range != null && tag.equals(ifRange)) {
      from = Integer.parseInt(range.replaceAll("[^0-9]", ""));
      request
          .getResponseHeaders()
          .set("Content-Range", "bytes " + from + "-" + (file.length - 1) + "/" + file.length);
    }
    request.sendResponseHeaders(from > 0 ? 206 : 200, file.length - from);
    try (OutputStream out = request.getResponseBody()) {
      out.write(file, from, Math.max(stop - from, 0));
    }
  }

  @Override
  public void close() {
    server.stop(0);
    threads.shutdownNow();
  }
}
