package jbuild.acceptance;

import static org.junit.jupiter.api.Assertions.assertAll;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.net.URISyntaxException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import jbuild.runner.image.Trees;
import jbuild.tools.BuiltImages;
import jbuild.tools.Finished;
import jbuild.tools.ToolsImage;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** mkosi builds images, and starts them with jbuild where it looks for systemd-nspawn. */
@Tag("root")
class MkosiIT {
  private static final String MACHINE = "mkosi-it";
  private static final int SOMEBODY = 1234;

  @TempDir static Path directory;
  private static Path base;
  private static ToolsImage tools;

  @BeforeAll
  static void buildAnImage() throws IOException {
    // There is no Maven where mkosi runs: what is stale is built now.
    assertEquals(0, Jbuild.run(directory, "--version").status());
    Path java = Path.of(System.getProperty("java.home"));
    // Debian has it in /etc.
    Path configuration = java.resolve("conf/security/java.security").toRealPath();
    base = BuiltImages.of("test-images/bookworm.toml");
    tools =
        ToolsImage.of("test-images/mkosi.toml")
            .showing(Jbuild.HOME)
            .showing(java)
            .showing(configuration.getParent().getParent())
            .showing(base);

    mkosi(List.of(), "build").successfully();
  }

  @AfterAll
  static void removeIt() {
    // JUnit would warn of every link in it.
    Trees.remove(image());
  }

  @Test
  void itsShellShowsWhatACommandPrintsAndPassesItsExitStatusOn() {
    Finished shell =
        mkosi(List.of(), "shell", "--", "sh", "-c", ". /etc/os-release; echo $ID $$; exit 7");

    assertAll(
        () -> assertEquals("debian 1\n", shell.output(), shell.errors()),
        () -> assertEquals(7, shell.status(), shell.errors()),
        () -> assertFalse(shell.errors().contains("error:"), shell.errors()));
  }

  @Test
  void itsShellHasTheFilesSettingsAndSecretsThatItNames() throws IOException {
    Path settings =
        Files.writeString(
            directory.resolve("trusted.nspawn"),
            "[Exec]\nEnvironment=COLOR=blue\nCapability=CAP_WAKE_ALARM\n");
    Path files = Files.createDirectory(directory.resolve("files"));
    Path owned = Files.writeString(files.resolve("owned"), "by somebody");
    Files.setAttribute(files, "unix:uid", SOMEBODY);
    Files.setAttribute(owned, "unix:uid", SOMEBODY);

    Finished shell =
        mkosi(
            List.of(
                "--settings=" + settings,
                "--runtime-tree=" + files + ":files",
                "--runtime-network=none",
                "--credential=color=red"),
            "shell",
            "--",
            "sh",
            "-c",
            """
            echo $COLOR $(ls /sys/class/net) $(cat /run/host/credentials/color)
            capabilities=0x$(sed -n 's/^CapBnd:[[:space:]]*//p' /proc/self/status)
            echo $((capabilities >> 35 & 1))
            cd /root/src/files
            stat -c %u owned
            touch new
            """);

    assertEquals("blue lo red\n1\n0\n", shell.output(), shell.errors());
    assertEquals(0, shell.status(), shell.errors());
    assertEquals(SOMEBODY, Files.getAttribute(files.resolve("new"), "unix:uid"));
  }

  @Test
  void itsBootReachesALoginAndEndsWithPoweroff() {
    HostState before = HostState.with(MACHINE);

    try (Terminal terminal =
        new Terminal(directory, tools.program(words(List.of(), "boot")).command())) {
      RootShell shell = RootShell.of(terminal, "bookworm");
      shell.expectAllIsWell();
      String init = shell.answer("tr '\\0' ' ' </proc/1/cmdline");
      String environment = shell.answer("tr '\\0' '\\n' </proc/1/environ | grep SULOGIN");

      assertEquals(0, shell.powerOff(), terminal::rest);
      assertTrue(init.contains(" systemd.wants=network.target "), init);
      assertTrue(environment.contains("SYSTEMD_SULOGIN_FORCE=1\r"), environment);
    }

    assertEquals(before, HostState.with(MACHINE));
  }

  @Test
  void itsWordsGoTogetherWithUsersOfTheMachine() {
    Finished shell =
        nspawn(
            List.of("--private-users=pick", "--private-users-ownership=map"),
            """
            read inside outside count </proc/self/uid_map
            echo $inside $((outside > 0)) $count $(stat -c %u /etc)
            exit 7
            """);

    assertEquals("0 1 65536 0\n", shell.output(), shell.errors());
    assertEquals(7, shell.status(), shell.errors());
  }

  @Test
  void itsWordsGoTogetherWithACopyThatIsForgotten() {
    Finished shell = nspawn(List.of("--ephemeral"), "touch /forgotten && echo touched");

    assertEquals("touched\n", shell.output(), shell.errors());
    assertEquals(0, shell.status(), shell.errors());
    assertFalse(Files.exists(image().resolve("forgotten")));
  }

  /** The words of its shell, and more that it never says. */
  private static Finished nspawn(List<String> options, String script) {
    List<String> words =
        new ArrayList<>(
            List.of(
                "systemd-nspawn",
                "--quiet",
                "--link-journal=no",
                "--suppress-sync=yes",
                "--resolv-conf=auto",
                "--rlimit=RLIMIT_CORE=0:infinity",
                "--console=autopipe",
                "--machine",
                MACHINE,
                "--register",
                "no"));
    words.addAll(options);
    words.addAll(List.of("--directory", image().toString(), "--", "sh", "-c", script));
    return Finished.of(tools.program(prepared(words)));
  }

  private static Finished mkosi(List<String> options, String... verb) {
    return Finished.of(tools.program(words(options, verb)));
  }

  private static Path image() {
    return directory.resolve("image");
  }

  private static List<String> words(List<String> options, String... verb) {
    List<String> words =
        new ArrayList<>(
            List.of(
                "mkosi",
                "--directory=" + directory,
                "--distribution=debian",
                "--release=bookworm",
                "--format=directory",
                "--base-tree=" + base,
                "--bootable=no",
                // It fetches nothing then.
                "--cache-only=always",
                "--cache-directory=" + directory.resolve("cache"),
                "--output=image",
                "--machine=" + MACHINE,
                // There is no systemd-machined.
                "--register=no"));
    words.addAll(options);
    words.addAll(List.of(verb));
    return prepared(words);
  }

  private static List<String> prepared(List<String> words) {
    try {
      Path script = Path.of(MkosiIT.class.getResource("mkosi.sh").toURI());
      List<String> all = new ArrayList<>(List.of("/bin/sh", "-c", Files.readString(script), "sh"));
      all.add(Jbuild.HOME.toString());
      all.add(System.getProperty("java.home"));
      all.add(documentedScript());
      all.add(base.toString());
      all.addAll(words);
      return all;
    } catch (IOException | URISyntaxException e) {
      throw new IllegalStateException("a file of the project that cannot be read", e);
    }
  }

  /** The first one in the page about systemd-nspawn's options, as users copy it. */
  private static String documentedScript() throws IOException {
    String page = Files.readString(Jbuild.HOME.resolve("docs/nspawn.md"));
    String begin = "```sh\n";
    int start = page.indexOf(begin) + begin.length();
    return page.substring(start, page.indexOf("```", start));
  }
}
