package jbuild.tools;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.io.IOException;
import java.net.Authenticator;
import java.net.PasswordAuthentication;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class FileServerTest {
  private final HttpClient client =
      HttpClient.newBuilder().followRedirects(HttpClient.Redirect.ALWAYS).build();

  @TempDir Path directory;
  private FileServer server;

  @BeforeEach
  void serve() throws IOException {
    Files.createDirectory(directory.resolve("a"));
    Files.writeString(directory.resolve("a/file"), "content");
    Files.createFile(directory.resolve("empty"));
    server = FileServer.of(directory);
  }

  @AfterEach
  void end() {
    server.close();
  }

  @Test
  void hasTheFilesOfItsDirectory() throws Exception {
    assertArrayEquals("content".getBytes(), get("/a/file").body());
    assertArrayEquals(new byte[0], get("/empty").body());
    assertEquals(404, get("/a").statusCode());
    assertEquals(404, get("/a/../../file").statusCode());
    assertEquals(List.of("/a/file", "/empty", "/a", "/a/../../file"), server.requests());
  }

  @Test
  void answersWrongly() throws Exception {
    assertEquals(404, faulty(FileServer.MISSING).statusCode());
    assertEquals(403, faulty(FileServer.FORBIDDEN).statusCode());
    assertEquals(503, faulty(FileServer.BROKEN).statusCode());
    assertEquals("conuent", new String(faulty(FileServer.CHANGED).body()));
    assertEquals(302, faulty(FileServer.REDIRECT_LOOP).statusCode());
    assertEquals(
        "<!DOCTYPE html><html><body>Please log in.</body></html>\n",
        new String(faulty(FileServer.PAGE).body()));
  }

  @Test
  void endsTooEarly() {
    assertThrows(IOException.class, () -> faulty(FileServer.DROPPED));
    assertThrows(IOException.class, () -> faulty(FileServer.CUT_OFF));
  }

  @Test
  void doesNotEndBeforeTheServerDoes() throws Exception {
    CompletableFuture<HttpResponse<byte[]>> answer;
    try (FileServer own = FileServer.of(directory).fault("file", FileServer.STALLED)) {
      HttpRequest request = HttpRequest.newBuilder(own.address("/a/file")).build();
      answer = client.sendAsync(request, HttpResponse.BodyHandlers.ofByteArray());
      assertThrows(TimeoutException.class, () -> answer.get(300, TimeUnit.MILLISECONDS));
    }

    assertThrows(ExecutionException.class, answer::get);
  }

  @Test
  void asksForAPassword() throws Exception {
    server.fault("file", FileServer.password("me", "secret"));
    HttpClient mine =
        HttpClient.newBuilder()
            .authenticator(
                new Authenticator() {
                  @Override
                  protected PasswordAuthentication getPasswordAuthentication() {
                    return new PasswordAuthentication("me", "secret".toCharArray());
                  }
                })
            .build();

    assertEquals(401, get("/a/file").statusCode());
    assertEquals(
        "content", mine.send(request("/a/file"), HttpResponse.BodyHandlers.ofString()).body());
  }

  private HttpResponse<byte[]> faulty(FileServer.Fault fault) throws Exception {
    server.fault("file", fault);
    return get("/a/file");
  }

  private HttpResponse<byte[]> get(String path) throws Exception {
    return client.send(request(path), HttpResponse.BodyHandlers.ofByteArray());
  }

  private HttpRequest request(String path) {
    return HttpRequest.newBuilder(server.address(path)).build();
  }
}
