package jbuild.acceptance;

import static java.util.stream.Collectors.joining;
import static org.junit.jupiter.api.Assertions.assertAll;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.attribute.BasicFileAttributes;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import jbuild.runner.image.Trees;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Builds that fail, each over an image that an earlier build has made, and that stays. */
@Tag("root")
class FailuresIT {
  private static final String RUNTIME = "JBUILD_RUNTIME";
  private static final int NOBODY = 65534;
  private static final int SIGTERM_STATUS = 143;
  private static final Duration PATIENCE = Duration.ofSeconds(2);
  private static final List<String> OUTPUTS =
      List.of(".web.build", "SHA256SUMS", "latest", "web", "web.log", "web.tar");
  private static final Path FOREIGN = Jbuild.HOME.resolve("test-images/foreign-mirror/InRelease");

  /** One whose base system takes few seconds. */
  private static final String QUICK = "fedora";

  private static final String IMAGE =
      """
      [image]
      name = "web"
      outputs = ["directory", "tar"]
      bootable = false
      """;

  @TempDir static Path directory;
  private static SmallDistributions distributions;
  private static Object image;
  private static String stamp;
  private static final Map<String, Integer> OWNERS = new HashMap<>();
  private HostState before;

  @BeforeAll
  static void buildAnImageAsSomebodyWithSudo() throws IOException {
    distributions = SmallDistributions.in(directory);
    write(QUICK, "");
    Map<String, String> environment = new HashMap<>(environment());
    environment.putAll(
        Map.of("SUDO_UID", "" + NOBODY, "SUDO_GID", "" + NOBODY, "SUDO_USER", "nobody"));

    Jbuild.Result result = Jbuild.run(directory, environment, Jbuild.words("web.toml"));

    assertEquals(0, result.status(), result.err());
    assertEquals("out/web\nout/web.tar\n", result.out());
    image = identity();
    for (String path :
        List.of("", ".web.build", "latest", "web.log", "web.tar", "web", "web/etc")) {
      OWNERS.put("out/" + path, owner("out/" + path));
    }
    stamp = Files.readString(directory.resolve("out/.web.build"));
  }

  @AfterAll
  static void removeTheImages() {
    // JUnit would warn of each link in them.
    Trees.remove(directory.resolve("out"));
  }

  @BeforeEach
  void lookAtTheHost() {
    before = host();
  }

  @AfterEach
  void nothingIsLeftAndThePreviousImageIsStillThere() throws IOException {
    assertAll(
        () -> assertEquals(before, host()),
        () -> assertEquals(List.of(), records().names()),
        () -> assertEquals(OUTPUTS, names(directory.resolve("out"))),
        () -> assertEquals(image, identity()),
        () -> assertEquals(stamp, Files.readString(directory.resolve("out/.web.build"))));
  }

  @Test
  void filesButNotImagesBelongToWhoTypedSudo() {
    assertAll(
        Stream.of("", ".web.build", "latest", "web.log", "web.tar")
            .map(name -> () -> assertEquals(NOBODY, OWNERS.get("out/" + name), name)));
    assertAll(
        Stream.of("web", "web/etc")
            .map(name -> () -> assertEquals(0, OWNERS.get("out/" + name), name)));
  }

  @Test
  void anUnknownPackage() throws IOException {
    write("debian", "[packages]\ninstall = [\"coreutil\"]\n");

    assertFails(
        1,
        """
        error: fetch the indexes of debian trixie: cannot install coreutil
          why: debian trixie has no package of this name in main
          fix: did you mean 'coreutils'?; the full log is %s
        """);
  }

  @Test
  void aMirrorThatDoesNotListen() throws IOException {
    try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      writeWithMirror("http://127.0.0.1:" + socket.getLocalPort() + "/debian");
    }

    assertFails(
        4,
        """
        error: fetch the indexes of debian trixie: cannot fetch http://127.0.0.1/debian/dists/trixie/InRelease
          why: 127.0.0.1 cannot be reached: Connection refused (tried 3 times)
          fix: try again later, or name another mirror; the full log is %s
        """);
  }

  @Test
  void aMirrorThatIsALoginPage() throws IOException {
    assertFailsWithMirror(
        "<html>Please log in.</html>",
        200,
        """
        error: fetch the indexes of debian trixie: cannot trust http://127.0.0.1/debian/dists/trixie/InRelease
          why: a web page came instead
          fix: see whether a proxy or a login page stands between; else name another mirror; the full log is %s
        """);
  }

  @Test
  void aMirrorWithoutTheRelease() throws IOException {
    assertFailsWithMirror(
        "",
        404,
        """
        error: fetch the indexes of debian trixie: cannot fetch http://127.0.0.1/debian/dists/trixie/InRelease
          why: the mirror does not have it
          fix: check the mirror's address; a mirror in the middle of an update has it a little later; the full log is %s
        """);
  }

  @Test
  void aMirrorThatIsSignedBySomebodyElse() throws IOException {
    assertFailsWithMirror(
        Files.readString(FOREIGN),
        200,
        """
        error: fetch the indexes of debian trixie: cannot trust http://127.0.0.1/debian/dists/trixie/InRelease
          why: key 09717F68321873D2 is wanted, and it is none of the pinned keys
          fix: use a mirror of this distribution; a newer jbuild may know newer keys; the full log is %s
        """);
  }

  @Test
  void aFullDisk() throws IOException {
    write("debian", "");

    Jbuild.Result result =
        Jbuild.run(
            directory,
            environment(),
            List.of(
                "unshare",
                "--mount",
                "sh",
                "-euc",
                """
                mkdir small
                mount -t tmpfs -o size=100m tmpfs small
                mkdir small/web
                echo previous >small/web/mark
                touch small/.web.build
                status=0
                "$0" --output-dir=small web.toml || status=$?
                ls -A small
                cat small/web/mark
                umount small
                rmdir small
                exit $status
                """,
                Jbuild.words().get(0)));

    String err = result.err();
    assertTrue(err.contains("No space left on device\n"), err);
    assertTrue(
        err.endsWith(
            """
            error: make the base system with debootstrap: debootstrap cannot make the base system
              why: the disk of %1$s is full
              fix: make room there, or choose another directory with --output-dir; the full log is %1$s/web.log
            """
                .formatted(directory.resolve("small"))),
        err);
    assertEquals(".web.build\nweb\nweb.log\nprevious\n", result.out());
    assertEquals(1, result.status());
  }

  @Test
  void aScriptThatSaysNo() throws IOException {
    write(
        QUICK,
        """
        [[scripts]]
        phase = "after-bootstrap"
        run = "echo we need more; exit 3"
        """);

    assertFails(
        1,
        """
        we need more
        error: run script 1 (after-bootstrap): script 1 of phase after-bootstrap did not succeed
          why: it ended with exit status 3
          fix: correct the script: it is the 1st [[scripts]] of the recipe; the full log is %s
        """);
  }

  @Test
  void aScriptThatHangs() throws IOException {
    write(
        QUICK,
        """
        [[scripts]]
        phase = "after-bootstrap"
        time-limit = "2s"
        run = "echo waiting; sleep 1000 & sleep 1000"
        """);

    assertFails(
        1,
        """
        waiting
        error: run script 1 (after-bootstrap): script 1 of phase after-bootstrap did not succeed
          why: it did not end within 2 s, and was killed
          fix: correct the script: it is the 1st [[scripts]] of the recipe; the full log is %s
        """);
  }

  @Test
  void ctrlC() throws IOException {
    write("debian", "");
    List<String> command = new ArrayList<>();
    command.addAll(List.of("setsid", "--ctty", "--wait", "env", "--default-signal=INT"));
    environment().forEach((name, value) -> command.add(name + "=" + value));
    command.addAll(Jbuild.words("web.toml"));

    try (Terminal terminal = new Terminal(directory, command)) {
      terminal.await("make the base system");
      terminal.type("\u0003");

      assertEquals(130, terminal.awaitEnd());
      assertTrue(terminal.isRestored());
    }
  }

  @Test
  void beingToldToEnd() throws Exception {
    write("debian", "");
    Process build = buildUntil("[4/");

    build.destroy();

    assertEquals(SIGTERM_STATUS, build.waitFor());
  }

  @Test
  void beingKilledWhichTheNextBuildCollects() throws Exception {
    write(
        QUICK,
        """
        [[scripts]]
        phase = "after-bootstrap"
        run = "sleep 1000"
        """);
    Process build = buildUntil("run script 1");
    while (records().processes().isEmpty()) {
      assertTrue(!build.waitFor(10, TimeUnit.MILLISECONDS), "it has ended");
    }

    build.destroyForcibly().waitFor();

    long end = System.nanoTime() + PATIENCE.toNanos();
    while (!records().processes().isEmpty()) {
      assertTrue(System.nanoTime() < end, records().processes().toString());
    }
    assertEquals(1, records().names().size());
    aScriptThatSaysNo();
  }

  private static Process buildUntil(String step) throws Exception {
    Path err = directory.resolve("err");
    ProcessBuilder builder = new ProcessBuilder(Jbuild.words("web.toml"));
    builder.environment().putAll(environment());
    builder.directory(directory.toFile()).redirectInput(Path.of("/dev/null").toFile());
    Process build = builder.redirectError(err.toFile()).start();
    while (!Files.readString(err).contains(step)) {
      assertTrue(!build.waitFor(50, TimeUnit.MILLISECONDS), Files.readString(err));
    }
    return build;
  }

  private static HostState host() {
    return HostState.with("whatever");
  }

  /** Apart from that of other builds on this host, so that we can tell what is ours. */
  private static MachineRecords records() {
    return new MachineRecords(directory.resolve("run"));
  }

  /** The directory of records, and where distributions are described. */
  private static Map<String, String> environment() {
    return Map.of(RUNTIME, records().place(), "XDG_CONFIG_HOME", distributions.home().toString());
  }

  private static void writeWithMirror(String mirror) throws IOException {
    writeRecipe(SmallDistributions.table("debian", mirror));
  }

  private static void write(String distribution, String more) throws IOException {
    writeRecipe(
        SmallDistributions.table(distribution, SmallDistributions.mirror(distribution)) + more);
  }

  private static void writeRecipe(String more) throws IOException {
    Files.writeString(directory.resolve("web.toml"), IMAGE + more);
  }

  private void assertFailsWithMirror(String answer, int status, String end) throws IOException {
    HttpServer server =
        HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
    server.createContext(
        "/",
        exchange -> {
          try (exchange) {
            exchange.sendResponseHeaders(status, answer.isEmpty() ? -1 : answer.length());
            exchange.getResponseBody().write(answer.getBytes());
          }
        });
    server.start();
    try {
      writeWithMirror("http://127.0.0.1:" + server.getAddress().getPort() + "/debian");
      assertFails(4, end);
    } finally {
      server.stop(0);
    }
  }

  /** The end of what is printed is as given, but for numbers of ports. */
  private static void assertFails(int status, String end) {
    Jbuild.Result result = Jbuild.run(directory, environment(), Jbuild.words("web.toml"));

    String expected = end.formatted(directory.resolve("out/web.log"));
    String err = result.err().replaceAll("127\\.0\\.0\\.1:[0-9]+", "127.0.0.1");
    long before = Math.max(0, err.lines().count() - expected.lines().count());
    String last = err.lines().skip(before).collect(joining("\n"));
    assertAll(
        () -> assertEquals(expected, last + "\n", err),
        () -> assertEquals(status, result.status()),
        () -> assertEquals("", result.out()));
  }

  private static Object identity() throws IOException {
    return Files.readAttributes(directory.resolve("out/web"), BasicFileAttributes.class).fileKey();
  }

  private static int owner(String path) throws IOException {
    return (int) Files.getAttribute(directory.resolve(path), "unix:uid", LinkOption.NOFOLLOW_LINKS);
  }

  private static List<String> names(Path place) throws IOException {
    try (Stream<Path> files = Files.list(place)) {
      return files.map(file -> file.getFileName().toString()).sorted().toList();
    }
  }
}
