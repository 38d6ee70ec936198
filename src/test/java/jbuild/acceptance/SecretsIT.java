package jbuild.acceptance;

import static org.junit.jupiter.api.Assertions.assertAll;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.stream.Stream;
import java.util.zip.GZIPInputStream;
import jbuild.runner.image.Trees;
import jbuild.tools.FileServer;
import jbuild.tools.Repositories;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** One build with all kinds of secrets, which are then searched for wherever anything is left. */
@Tag("root")
@Tag("beside")
class SecretsIT {
  private static final Repositories REPOSITORIES = Repositories.shared();
  private static final String IN_FILE = "kept-in-a-file-7Qx2";
  private static final String IN_ENVIRONMENT = "kept-in-the-environment-9Rw4";
  private static final String OF_MIRROR = "for-the-mirror-3Tz8";
  private static final List<String> SECRETS = List.of(IN_FILE, IN_ENVIRONMENT, OF_MIRROR);
  private static final int BLOCK = 1 << 20;

  @TempDir static Path directory;
  private static FileServer server;
  private static Jbuild.Result build;
  private static Instant start;

  /** What was seen of processes while the image was built, by what it was seen in. */
  private static final Set<String> SEEN = new TreeSet<>();

  @BeforeAll
  static void buildWithSecrets() throws Exception {
    Path profiles = Files.createDirectories(directory.resolve("config/jbuild/distributions/keys"));
    Files.copy(REPOSITORIES.keys().resolve("release.asc"), profiles.resolve("release.asc"));
    Files.writeString(
        profiles.resolveSibling("arch.yaml"),
        """
        name: arch
        tool: pacman
        architectures: [x86_64]
        mirrors: {archive: "http://mirror.invalid"}
        releases: [{name: rolling}]
        base: [bash, filesystem]
        bootable: []
        pacman:
          components: [core, extra]
          signed-databases: true
          mirrorlist: /etc/pacman.d/mirrorlist
          repositories:
            core: {mirror: archive, path: "{name}/os/{architecture}"}
            extra: {mirror: archive, path: "{name}/os/{architecture}"}
        keys:
          release: %s
        """
            .formatted(REPOSITORIES.fingerprint("release")));
    server = FileServer.of(REPOSITORIES.pacman());
    for (String end : List.of(".db", ".zst", ".sig")) {
      server.fault(end, FileServer.password("ada", OF_MIRROR));
    }
    Files.writeString(directory.resolve("password"), IN_FILE + "\n");
    String mirror =
        server.address("").toString().replace("http://", "http://ada:" + OF_MIRROR + "@");
    Files.writeString(
        directory.resolve("secret.toml"),
        """
        [image]
        name = "secret"
        outputs = ["directory", "tar", "tar.gz", "oci", "cpio.zst", "squashfs"]
        bootable = false
        [distribution]
        name = "arch"
        release = "rolling"
        mirror = "%s"
        [packages]
        install = ["shadow", "pam", "coreutils"]
        [system]
        root-password = {file = "password"}
        [[users]]
        name = "ada"
        password = {env = "ADAS_PASSWORD"}
        [[scripts]]
        phase = "last"
        run = "cat /proc/*/environ > /environments; cat /proc/*/cmdline > /words"
        """
            .formatted(mirror));
    start = Instant.now();
    AtomicBoolean ended = new AtomicBoolean();
    CompletableFuture<Void> watch =
        CompletableFuture.runAsync(
            () -> {
              while (!ended.get()) {
                lookAtProcesses();
              }
            });
    build = jbuild("build", "secret.toml");
    ended.set(true);
    watch.join();
  }

  private static Jbuild.Result jbuild(String... words) {
    Map<String, String> environment = new HashMap<>();
    environment.put("XDG_CONFIG_HOME", directory.resolve("config").toString());
    environment.put("JBUILD_RUNTIME", directory.resolve("runtime").toString());
    environment.put("ADAS_PASSWORD", IN_ENVIRONMENT);
    return Jbuild.run(directory, environment, Jbuild.words(words));
  }

  /** jbuild itself has what it was given; what it starts has not. */
  private static void lookAtProcesses() {
    String[] names = Path.of("/proc").toFile().list();
    for (String name : names == null ? new String[0] : names) {
      if (Character.isDigit(name.charAt(0))) {
        Path process = Path.of("/proc", name);
        String words = text(process.resolve("cmdline"));
        note("the words of " + words, words);
        String environment = text(process.resolve("environ"));
        if (!environment.contains("ADAS_PASSWORD=")) {
          note("the environment of " + words, environment);
        } else if (!words.contains("secret.toml")) {
          // Between its start and its first words, a process has those of its parent.
          String later = text(process.resolve("cmdline"));
          if (later.equals(words)
              && !words.isEmpty()
              && !words.contains("jbuild")
              && !isOfLauncher(process)) {
            note("the environment of " + words, environment);
          }
        }
      }
    }
  }

  /** The script that starts jbuild, which has not begun then, runs small programs of its own. */
  private static boolean isOfLauncher(Path process) {
    String[] fields = text(process.resolve("stat")).replaceFirst(".*\\) ", "").split(" ");
    if (fields.length < 2) {
      return false;
    }
    String[] parent = text(Path.of("/proc", fields[1], "cmdline")).split("\0");
    return parent.length > 1 && parent[0].endsWith("sh") && parent[1].endsWith("/jbuild");
  }

  private static void note(String where, String text) {
    for (String secret : SECRETS) {
      if (text.contains(secret)) {
        SEEN.add(secret + " in " + where.replace('\0', ' '));
      }
    }
  }

  private static String text(Path file) {
    try {
      return new String(Files.readAllBytes(file), StandardCharsets.ISO_8859_1);
    } catch (IOException e) {
      return "";
    }
  }

  @AfterAll
  static void end() {
    server.close();
    Trees.remove(directory.resolve("out"));
  }

  @Test
  void theImageIsBuiltAndKnowsThePasswordsByTheirHashesOnly() throws IOException {
    assertEquals(0, build.status(), build.err());
    String shadow = Files.readString(directory.resolve("out/secret/etc/shadow"));
    assertTrue(shadow.contains("\nada:$") || shadow.startsWith("ada:$"), shadow);
  }

  @Test
  void noProcessOfTheBuildHasThemInItsWordsOrItsEnvironment() {
    assertEquals(Set.of(), SEEN);
  }

  @Test
  void nothingThatIsLeftHasThem() throws IOException {
    List<String> found = new ArrayList<>();
    search(directory.resolve("out"), Instant.MIN, found);
    search(directory.resolve("runtime"), Instant.MIN, found);
    search(
        Path.of(System.getenv().getOrDefault("JBUILD_CACHE", "/var/cache/jbuild")), start, found);

    assertEquals(List.of(), found);
  }

  @Test
  void theyAreNotInWhatJbuildSays() {
    Jbuild.Result plan = jbuild("plan", "secret.toml");
    Jbuild.Result origin = jbuild("recipe", "--origin", "secret.toml");
    Jbuild.Result wrong = jbuild("check", "--set", "system.locale=nowhere", "secret.toml");
    Jbuild.Result typed =
        jbuild(
            "check",
            "--set",
            "distribution.mirror=gopher://ada:" + OF_MIRROR + "@mirror.invalid",
            "secret.toml");

    assertAll(
        Stream.of(build, plan, origin, wrong, typed)
            .flatMap(result -> Stream.of(result.out(), result.err()))
            .flatMap(
                text ->
                    SECRETS.stream()
                        .map(secret -> () -> assertEquals(-1, text.indexOf(secret), text))));
    assertEquals(0, origin.status(), origin.err());
    assertEquals(0, plan.status(), plan.err());
    assertEquals(2, typed.status(), typed.err());
  }

  /** Names and contents, and what is compressed also as it was before. */
  private static void search(Path place, Instant since, List<String> found) throws IOException {
    List<Path> files;
    try (Stream<Path> all = Files.walk(place)) {
      files = all.toList();
    }
    for (Path file : files) {
      search(file.toString(), file.getFileName().toString(), found);
      if (Files.isRegularFile(file, LinkOption.NOFOLLOW_LINKS)
          && ((FileTime) Files.getAttribute(file, "unix:ctime")).toInstant().isAfter(since)) {
        try (InputStream in = Files.newInputStream(file)) {
          search(file.toString(), in, found);
        }
        if (file.toString().endsWith(".gz")) {
          try (InputStream in = new GZIPInputStream(Files.newInputStream(file))) {
            search(file.toString(), in, found);
          }
        }
      }
    }
  }

  private static void search(String where, String text, List<String> found) {
    SECRETS.stream().filter(text::contains).forEach(secret -> found.add(secret + " in " + where));
  }

  /** A secret may begin in one block and end in the next. */
  private static void search(String where, InputStream in, List<String> found) throws IOException {
    String rest = "";
    byte[] block = in.readNBytes(BLOCK);
    while (block.length > 0) {
      String text = rest + new String(block, StandardCharsets.ISO_8859_1);
      search(where, text, found);
      rest = text.substring(Math.max(0, text.length() - IN_ENVIRONMENT.length()));
      block = in.readNBytes(BLOCK);
    }
  }
}
