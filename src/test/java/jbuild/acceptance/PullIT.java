package jbuild.acceptance;

import static org.junit.jupiter.api.Assertions.assertAll;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.stream.Stream;
import jbuild.runner.image.Trees;
import jbuild.tools.Finished;
import jbuild.tools.ToolsImage;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Downloads as users make them, with signatures by GnuPG and a server that loses connections. */
@Tag("root")
class PullIT {
  private static final String ARCHIVE = "tiny.tar.xz";
  private static final String LIST = "SHA256SUMS";

  @TempDir Path directory;
  private final List<String> requests = Collections.synchronizedList(new ArrayList<>());
  private OwnCache cache;
  private Path pool;
  private Path served;
  private ToolsImage tools;
  private HttpServer server;

  @BeforeEach
  void serveASignedArchive() throws IOException {
    tools = ToolsImage.of("test-images/formats.toml").showing(directory);
    cache = OwnCache.in(directory);
    pool = directory.resolve("machines");
    served = Files.createDirectory(directory.resolve("served"));
    Path tree = Files.createDirectories(directory.resolve("tree/etc"));
    Files.writeString(tree.resolve("os-release"), "ID=tiny\n");
    Files.write(tree.resolve("content"), new byte[1 << 20]);
    tool("tar", "-cJf", file(ARCHIVE), "-C", directory.resolve("tree").toString(), ".");
    Files.writeString(served.resolve("tiny.nspawn"), "[Exec]\nPrivateUsers=no\n");
    list();
    makeKey("maker", "0");
    sign("maker");
    server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
    server.createContext(
        "/",
        request -> {
          try (request) {
            String path = request.getRequestURI().getPath();
            requests.add(path);
            Path file = served.resolve(path.substring(1));
            if (!Files.exists(file)) {
              request.sendResponseHeaders(404, -1);
              return;
            }
            byte[] bytes = Files.readAllBytes(file);
            request.sendResponseHeaders(200, bytes.length);
            try (OutputStream out = request.getResponseBody()) {
              // The first time only a part of it.
              boolean cut = path.equals("/" + ARCHIVE) && Collections.frequency(requests, path) < 2;
              out.write(bytes, 0, cut ? bytes.length / 2 : bytes.length);
            }
          }
        });
    server.start();
  }

  @AfterEach
  void stop() {
    server.stop(0);
    if (Files.exists(pool)) {
      Trees.remove(pool);
    }
  }

  @Test
  void bringsWhatItsMakerHasSignedWithItsSettings() throws IOException {
    Finished pull = pull("pull-tar", keyring("maker"), url());

    assertAll(
        () -> assertEquals(0, pull.status(), pull.errors()),
        () -> assertEquals("ID=tiny\n", Files.readString(pool.resolve("tiny/etc/os-release"))),
        () ->
            assertEquals(
                "[Exec]\nPrivateUsers=no\n", Files.readString(pool.resolve("tiny.nspawn"))),
        () -> assertEquals(List.of("tiny", "tiny.nspawn"), names()));
  }

  @Test
  void takesTheWordsOfMachinectlAndImportctlToo() throws IOException {
    Finished unsigned = pull("machinectl", "pull-tar", url(), "one");
    Finished one = pull("machinectl", "pull-tar", "--verify=checksum", url(), "one");
    Finished two = pull("importctl", "-m", "pull-tar", "--verify=no", url(), "two");
    Finished twice = pull("importctl", "-m", "pull-tar", "--verify=no", url(), "two");

    assertAll(
        () -> assertEquals(1, unsigned.status()),
        () -> assertEquals(0, one.status(), one.errors()),
        () -> assertEquals(0, two.status(), two.errors()),
        () -> assertEquals(1, twice.status()),
        () ->
            assertEquals("Failed to transfer image: Image 'two' already exists.\n", twice.errors()),
        () -> assertEquals(List.of("one", "one.nspawn", "two", "two.nspawn"), names()));
  }

  @Test
  void namesWhatIsWrongWithASignature() throws IOException {
    makeKey("stranger", "0");
    Finished foreign = pull("pull-tar", keyring("stranger"), url());
    Files.writeString(served.resolve(LIST), Files.readString(served.resolve(LIST)) + "\n");
    Finished changed = pull("pull-tar", keyring("maker"), url());
    Files.delete(served.resolve(LIST + ".gpg"));
    Finished missing = pull("pull-tar", keyring("maker"), url());
    Files.writeString(served.resolve(LIST + ".asc"), "no signature");
    Finished none = pull("pull-tar", keyring("maker"), url());
    makeKey("old", "seconds=60");
    Files.delete(served.resolve(LIST + ".asc"));
    sign("old");
    Finished expired = pull("pull-tar", keyring("old"), url());

    assertAll(
        () -> assertRefused("and it is none of the keys in " + key("stranger"), foreign),
        () -> assertRefused("does not match: the file has been changed", changed),
        () -> assertRefused("it is not signed: there is neither a .gpg nor an .asc file", missing),
        () -> assertRefused("its signature is none of OpenPGP", none),
        () -> assertRefused("old@jbuild.invalid has expired on", expired),
        () -> assertEquals(List.of(), names()),
        () -> assertEquals(0, Collections.frequency(requests, "/" + ARCHIVE)));
  }

  @Test
  void doesNotUseWhatWasSignedDifferently() throws IOException {
    byte[] other = Files.readAllBytes(served.resolve(ARCHIVE));
    other[other.length / 2]++;
    Files.write(served.resolve(ARCHIVE), other);

    Finished pull = pull("pull-tar", keyring("maker"), url());

    assertAll(() -> assertRefused("its SHA256 is", pull), () -> assertEquals(List.of(), names()));
  }

  private static void assertRefused(String why, Finished pull) {
    assertAll(
        () -> assertEquals(4, pull.status(), pull.errors()),
        () -> assertTrue(pull.errors().contains(why), pull.errors()));
  }

  private Finished pull(String... words) {
    ProcessBuilder program = new ProcessBuilder(Jbuild.words(words));
    program.environment().put("JBUILD_MACHINES", pool.toString());
    program.environment().putAll(cache.environment());
    return Finished.of(program);
  }

  private String url() {
    return "http://127.0.0.1:" + server.getAddress().getPort() + "/" + ARCHIVE;
  }

  private void list() throws IOException {
    String sums = tool("sh", "-c", "cd " + served + " && sha256sum " + ARCHIVE + " tiny.nspawn");
    Files.writeString(served.resolve(LIST), sums);
  }

  private String keyring(String name) {
    return "--keyring=" + key(name);
  }

  private String key(String name) {
    return directory.resolve(name + ".gpg").toString();
  }

  private void makeKey(String name, String expires) throws IOException {
    Files.createDirectories(directory.resolve("gnupg"));
    // Made in the past, so that a key can have expired.
    gpg(
        "--passphrase",
        "",
        "--faked-system-time",
        "20240101T000000!",
        "--quick-generate-key",
        name + "@jbuild.invalid",
        "rsa2048",
        "sign",
        expires);
    gpg("--output", key(name), "--export", name + "@jbuild.invalid");
  }

  private void sign(String name) {
    gpg(
        "--passphrase",
        "",
        "--faked-system-time",
        "20240101T000010!",
        "--local-user",
        name + "@jbuild.invalid",
        "--output",
        file(LIST + ".gpg"),
        "--detach-sign",
        file(LIST));
  }

  private void gpg(String... words) {
    List<String> command = new ArrayList<>(List.of("gpg", "--batch", "--yes", "--quiet"));
    command.addAll(List.of("--homedir", directory.resolve("gnupg").toString()));
    command.addAll(List.of("--pinentry-mode", "loopback"));
    command.addAll(Arrays.asList(words));
    tool(command.toArray(String[]::new));
  }

  private String tool(String... command) {
    return tools.run(command).successfully().output();
  }

  private String file(String name) {
    return served.resolve(name).toString();
  }

  private List<String> names() throws IOException {
    if (!Files.exists(pool)) {
      return List.of();
    }
    try (Stream<Path> files = Files.list(pool)) {
      return files.map(file -> file.getFileName().toString()).sorted().toList();
    }
  }
}
