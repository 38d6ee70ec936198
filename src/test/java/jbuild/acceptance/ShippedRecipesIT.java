package jbuild.acceptance;

import static org.junit.jupiter.api.Assertions.assertAll;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * The server and the appliance that ship run, and are reached where they say. They are built on the
 * Debian of the tests, as small disks; src/bench/recipes.bash builds all recipes as they are.
 */
@Tag("root")
class ShippedRecipesIT {
  /** What the appliance is for firmware and for engines of containers. */
  private static final String ONLY_ELSEWHERE = "(?s)\\[disk].*?(?=\\[boot])|\\[oci].*";

  private static final String REPORT =
      """
      [Service]
      Type=exec
      ExecStart=/bin/sh -c 'state=$(systemctl is-system-running --wait); failed=$(systemctl --failed --no-legend); echo "It is $state, and failed: ($failed)." >/dev/console'
      """;

  @TempDir static Path directory;
  private static Path outputs;

  @BeforeAll
  static void build() throws IOException {
    outputs = directory.resolve("out");
    String appliance = Files.readString(Jbuild.HOME.resolve("recipes/appliance.toml"));
    Path smaller =
        Files.writeString(
            directory.resolve("appliance.toml"), appliance.replaceAll(ONLY_ELSEWHERE, ""));
    Jbuild.Result built =
        Jbuild.run(
            Jbuild.HOME,
            "build",
            "--output-dir=" + outputs,
            "--set=image.base=" + SharedImages.debian(),
            "--set=image.outputs={replace=['raw']}",
            // Else nobody could look around.
            "--set=system.root-password=empty",
            "recipes/debian-server.toml",
            smaller.toString());
    assertEquals(0, built.status(), built.err());
  }

  @Test
  void theServerIsReachedOverSshByKeysOnly() throws Exception {
    try (Terminal terminal = new Terminal(Jbuild.HOME, boot("debian-server"))) {
      RootShell shell = RootShell.of(terminal, "server");
      shell.expectAllIsWell();
      String services = shell.answer("echo $(systemctl is-active ssh unattended-upgrades) of both");
      String logins = shell.answer("sshd -T | grep -E '^(passwordauth|permitroot)'");
      String admin = shell.answer("sudo -u admin sudo -n id -un");
      String greeting = answer(2222, "", 1);

      assertAll(
          () -> assertTrue(services.contains("active active of both\r"), services),
          () -> assertTrue(logins.contains("passwordauthentication no\r"), logins),
          () -> assertTrue(logins.contains("permitrootlogin no\r"), logins),
          () -> assertTrue(admin.contains("root\r"), admin),
          () -> assertTrue(greeting.startsWith("SSH-2.0-OpenSSH"), greeting),
          () -> assertEquals(0, shell.powerOff()));
    }
  }

  @Test
  void theAppliancesPageIsServedWhateverItsMachineIsCalled() throws Exception {
    List<String> words = boot("appliance");
    words.addAll(reporting());
    words.add("--machine=shipped-it");
    try (Terminal terminal = new Terminal(Jbuild.HOME, words)) {
      String start = terminal.await("It is ");
      String state = terminal.await(").");
      String page = answer(8080, "GET / HTTP/1.0\r\n\r\n", 99);
      terminal.process().destroy();

      assertAll(
          () -> assertTrue(start.contains("http://localhost:8080 -> 80\r"), start),
          () -> assertEquals("running, and failed: ().", state),
          () -> assertTrue(page.contains("<title>appliance 1.0</title>\n<p>It works.\n"), page));
      terminal.awaitEnd();
    }
  }

  private static List<String> boot(String image) {
    return Jbuild.words("boot", "--output-dir=" + outputs, "--ephemeral", image);
  }

  /** Nobody can log in to it: it says by itself how it is. */
  private static List<String> reporting() throws IOException {
    Path service = Files.writeString(directory.resolve("report.service"), REPORT);
    Path wishes = Files.createDirectory(directory.resolve("wishes"));
    Files.writeString(wishes.resolve("report.conf"), "[Unit]\nWants=report.service\n");
    String units = "/etc/systemd/system/";
    return List.of(
        "--bind-ro=" + service + ":" + units + "report.service",
        "--bind-ro=" + wishes + ":" + units + "multi-user.target.d");
  }

  /** The first lines that a port of the host says, there where machines of tests boot. */
  private static String answer(int port, String request, int lines) throws Exception {
    String client =
        "exec 3<>/dev/tcp/127.0.0.1/$1; printf %s \"$2\" >&3; timeout 10 head -n $3 <&3";
    Process process =
        OwnNetwork.startThere(
            new ProcessBuilder("bash", "-c", client, "client", "" + port, request, "" + lines)
                .redirectErrorStream(true));
    String answer = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    process.waitFor();
    return answer;
  }
}
