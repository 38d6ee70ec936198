package jbuild.acceptance;

import static org.junit.jupiter.api.Assertions.assertAll;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

class LauncherIT {
  private static final String VERSION = "jbuild 0.1.0\n";
  private static final int NOBODY = 65534;

  @TempDir Path directory;
  private Clone clone;

  @BeforeEach
  void makeAClone() throws IOException {
    clone = Clone.in(directory);
  }

  @Test
  void buildsAtTheFirstStartAndSaysSo() throws Exception {
    clone.preparing();
    Jbuild.Result first = clone.run("--version");
    Jbuild.Result second = clone.run("--version");

    assertAll(
        () -> assertEquals(VERSION, first.out()),
        () -> assertTrue(first.err().startsWith("jbuild: building jbuild"), first.err()),
        () -> assertEquals(new Jbuild.Result(0, VERSION, ""), second),
        () -> assertEquals(1, clone.builds().size()));
  }

  @Test
  void buildsAgainWhenASourceIsNewer() throws Exception {
    clone.run("--version");
    touchLater(clone.source());

    clone.run("--version");

    assertEquals(2, clone.builds().size());
  }

  @Test
  void buildsAgainWhenASourceIsGone() throws Exception {
    clone.run("--version");
    Files.delete(clone.source());
    touchLater(clone.source().getParent());

    clone.run("--version");

    assertEquals(2, clone.builds().size());
  }

  @Test
  void buildsOnceWhenItIsStartedTwiceAtOnce() throws Exception {
    Clone.Started one = clone.start("--version");
    Clone.Started other = clone.start("--version");

    assertEquals(VERSION, one.result().out());
    assertEquals(VERSION, other.result().out());
    assertEquals(1, clone.builds().size());
  }

  @Test
  void showsTheEndOfMavensOutputWhenItFails() throws Exception {
    clone.with("TMPDIR", directory.toString()).letMavenFail();

    Jbuild.Result result = clone.run("--version");

    assertAll(
        () -> assertEquals(3, result.status()),
        () -> assertEquals("", result.out()),
        () -> assertTrue(result.err().contains("[ERROR] no such symbol\n"), result.err()),
        () -> assertTrue(result.err().contains("error: cannot build jbuild\n"), result.err()));
  }

  @Test
  @Timeout(30)
  void leavesNothingOfABuildWhoseTerminalWentAway() throws Exception {
    Path temporary = Files.createDirectory(directory.resolve("temporary"));
    clone.with("TMPDIR", temporary.toString()).letMavenHangUp();

    Jbuild.Result result =
        clone.run(List.of("setsid", clone.home().resolve("jbuild").toString()), "--version");

    assertEquals(129, result.status());
    assertEquals(1, clone.builds().size());
    // The part that builds outlives the other for a moment.
    while (temporary.toFile().list().length > 0) {
      Thread.onSpinWait();
    }
  }

  @Test
  void startsThroughALinkOnPathFromAnyDirectory() throws Exception {
    Files.createSymbolicLink(clone.programs().resolve("jbuild"), clone.home().resolve("jbuild"));

    Jbuild.Result result = clone.run(List.of("/bin/sh", "-c", "cd / && jbuild --version"));

    assertEquals(VERSION, result.out());
  }

  @Test
  void startsWhereItsCacheCannotBeWritten() throws Exception {
    clone.run("--version");

    Jbuild.Result result = clone.run("--version");

    assertEquals(new Jbuild.Result(0, VERSION, ""), result);
  }

  @Test
  void refusesAJavaThatIsTooOld() throws Exception {
    Path java = Files.createDirectories(directory.resolve("old/bin")).resolve("java");
    Files.copy(Path.of("/bin/true"), java);
    Files.writeString(directory.resolve("old/release"), "JAVA_VERSION=\"11.0.2\"\n");
    clone.with("JAVA_HOME", directory.resolve("old").toString());

    Jbuild.Result result = clone.run("--version");

    assertEquals(
        new Jbuild.Result(
            3,
            "",
            """
            error: cannot start jbuild
              why: %s is Java 11.0.2
              fix: install a JDK, 17 or newer, and put it on PATH or name it with JAVA_HOME
            """
                .formatted(java)),
        result);
  }

  @Test
  void refusesAJavaWhoseConfigurationIsNotThere() throws Exception {
    Path home = Files.createDirectories(directory.resolve("sandboxed"));
    Path java = Files.createDirectories(home.resolve("bin")).resolve("java");
    Files.copy(Path.of("/bin/true"), java);
    Files.writeString(home.resolve("release"), "JAVA_VERSION=\"17.0.2\"\n");
    Path security = Files.createDirectories(home.resolve("conf/security"));
    Files.createSymbolicLink(security.resolve("java.security"), Path.of("/nowhere/security"));
    clone.run("--version");
    clone.with("JAVA_HOME", home.toString());

    Jbuild.Result result = clone.run("nspawn", "--directory=/srv/web");
    Jbuild.Result version = clone.run("nspawn", "--version");

    assertEquals(
        new Jbuild.Result(
            1,
            "",
            """
            error: cannot start jbuild
              why: %s lacks its configuration: %s/java.security leads nowhere
              fix: show /nowhere/security where jbuild runs, or name another JDK with JAVA_HOME
            """
                .formatted(java, security)),
        result);
    assertEquals(0, version.status());
  }

  @Test
  void refusesToStartWhereNativeCodeHasNoPlace() throws Exception {
    clone.run("--version");
    clone.with("TMPDIR", "/proc/nowhere");

    Jbuild.Result result = clone.run("nspawn", "--directory=/srv/web");

    assertEquals(
        new Jbuild.Result(
            1,
            "",
            """
            error: cannot start jbuild
              why: neither /proc/nothing nor /proc/nowhere can be written
              fix: name a directory for what is temporary with TMPDIR, or a cache with JBUILD_CACHE
            """),
        result);
  }

  @Test
  void compilesInHasteUnlessThereIsMoreToDoThanToStart() throws Exception {
    Path layout = Files.createDirectory(directory.resolve("layout"));
    Files.writeString(layout.resolve("oci-layout"), "{}");
    clone.run("--version");
    clone.with("JAVA_HOME", javaThatShowsItsOptions().toString());
    String start = " -XX:TieredStopAtLevel=1 -XX:CompileThresholdScaling=20";
    String library = " -XX:TieredStopAtLevel=1";

    assertAll(
        () -> assertEquals(start, compilers("run", "web")),
        () -> assertEquals(start, compilers("run", "web", "--", "tar", "-xf", "/web.tar.xz")),
        () -> assertEquals(start, compilers("boot", "--directory=" + directory)),
        () -> assertEquals(start, compilers("nspawn", "--image=/srv/web.raw", "/bin/true")),
        () -> assertEquals(library, compilers("run", "/srv/web.tar.zst", "--", "/bin/true")),
        () -> assertEquals(library, compilers("import-tar", "web.tgz", "web")),
        () -> assertEquals(library, compilers("export-tar", "web", "web.tar.zst")),
        () -> assertEquals("", compilers("export-tar", "web", "web.tar.xz")),
        () -> assertEquals("", compilers("import-tar", "-", "web")),
        () -> assertEquals("", compilers("boot", "--image=/srv/web.qcow2")),
        () -> assertEquals("", compilers("nspawn", "-D", layout.toString())),
        () -> assertEquals("", compilers("run", "--directory=" + layout)),
        () -> assertEquals("", compilers("recipe.toml")));
  }

  /** The options that say what Java compiles. */
  private String compilers(String... words) throws Exception {
    String options = clone.run(words).out();
    StringBuilder found = new StringBuilder();
    for (String option : options.split(" ")) {
      if (option.startsWith("-XX:Tiered") || option.startsWith("-XX:Compile")) {
        found.append(' ').append(option);
      }
    }
    return found.toString();
  }

  private Path javaThatShowsItsOptions() throws IOException {
    Path home = Files.createDirectories(directory.resolve("shown"));
    Files.writeString(home.resolve("release"), "JAVA_VERSION=\"17.0.2\"\n");
    Path java = Files.createDirectories(home.resolve("bin")).resolve("java");
    Files.writeString(java, "#!/bin/sh\necho \"$*\"\n");
    Files.setPosixFilePermissions(java, PosixFilePermissions.fromString("rwxr-xr-x"));
    return home;
  }

  @Test
  @Tag("root")
  void preparesNothingInASandboxWithoutVar() throws Exception {
    clone.run("--version");
    String sandboxed =
        "mount -t tmpfs tmpfs /var && unset JBUILD_CACHE && \"$1\" nspawn --version && ls -A /var";

    Jbuild.Result result =
        clone.run(
            List.of("unshare", "--mount", "/bin/sh", "-c", sandboxed, "sh"),
            clone.home().resolve("jbuild").toString());

    assertEquals(new Jbuild.Result(0, "systemd 262 (262-jbuild)\n+SECCOMP +BLKID\n", ""), result);
  }

  @Test
  void saysThatMavenIsMissing() throws Exception {
    Path few = Files.createDirectories(directory.resolve("few"));
    for (String program : List.of("readlink", "id", "find", "flock", "sh")) {
      Files.copy(Path.of("/usr/bin", program), few.resolve(program));
    }
    clone.with("PATH", few.toString());

    Jbuild.Result result = clone.run("--version");

    assertEquals(
        new Jbuild.Result(
            3,
            "",
            """
            error: cannot build jbuild
              why: there is no mvn on PATH
              fix: install Maven (Debian: apt install maven), then try again
            """),
        result);
  }

  @Test
  @Tag("root")
  void givesWhatItBuildsToWhoTypedSudo() throws Exception {
    Files.createDirectories(clone.home().resolve("runner/target"));
    new ProcessBuilder("chown", "-R", NOBODY + ":" + NOBODY, clone.home().toString())
        .start()
        .waitFor();
    Path left = Files.createFile(clone.home().resolve("runner/target/left-by-root"));
    clone.with("SUDO_UID", "" + NOBODY).with("SUDO_GID", "" + NOBODY).with("SUDO_USER", "nobody");

    Jbuild.Result result = clone.run("--version");

    assertAll(
        () -> assertEquals(VERSION, result.out()),
        () -> assertTrue(clone.builds().get(0).startsWith(NOBODY + " "), "" + clone.builds()),
        () -> assertEquals(NOBODY, Files.getAttribute(clone.jar(), "unix:uid")),
        () -> assertEquals(NOBODY, Files.getAttribute(left, "unix:uid")));
  }

  @Test
  void noJavaWarnsOfAnything() throws Exception {
    List<Path> homes = javaHomes();
    clone.preparing();

    assertFalse(homes.isEmpty());
    for (Path home : homes) {
      clone.with("JAVA_HOME", home.toString());
      clone.run("doctor");
      assertEquals("", clone.run("doctor").err(), home.toString());
    }
  }

  /** Of this Java, and of the others of this host that are new enough. */
  private static List<Path> javaHomes() throws IOException {
    List<Path> homes = new ArrayList<>(List.of(Path.of(System.getProperty("java.home"))));
    Path others = Path.of("/usr/lib/jvm");
    if (Files.isDirectory(others)) {
      try (Stream<Path> all = Files.list(others)) {
        all.filter(Files::isDirectory)
            .filter(home -> Files.isExecutable(home.resolve("bin/java")))
            .filter(LauncherIT::isNewEnough)
            .forEach(homes::add);
      }
    }
    return homes;
  }

  private static boolean isNewEnough(Path home) {
    try (Stream<String> lines = Files.lines(home.resolve("release"))) {
      return lines
          .filter(line -> line.startsWith("JAVA_VERSION=\""))
          .map(line -> line.replaceAll("[^0-9.]", "").replaceFirst("\\..*", ""))
          .anyMatch(major -> Integer.parseInt(major) >= 17);
    } catch (IOException e) {
      return false;
    }
  }

  private void touchLater(Path path) throws IOException {
    FileTime built = Files.getLastModifiedTime(clone.jar());
    FileTime later = FileTime.from(built.toInstant().plus(Duration.ofSeconds(2)));
    Files.setLastModifiedTime(path, later);
  }
}
