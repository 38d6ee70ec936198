package jbuild.acceptance;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import jbuild.tools.BuiltImages;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Machines on a host where systemd-networkd runs: a booted Debian, in which jbuild runs. */
@Tag("root")
class NetworkdHostIT {
  private static final String MACHINE = "networkd-host-it";

  @TempDir Path directory;

  @Test
  void networkdLeavesTheLinksOfMachinesAlone() throws IOException {
    // There is no Maven in the machine: what is stale is built now.
    assertEquals(0, Jbuild.run(directory, "--version").status());

    try (Terminal terminal = new Terminal(Jbuild.HOME, host())) {
      RootShell shell = RootShell.of(terminal, "network");
      String shown = shell.answer("sh /opt/networkd.sh").replace("\r", "");
      int status = shell.powerOff();

      String expected =
          """
          other configured
          web unmanaged 1
          10-jbuild-ve-web.network
          left 0 0
          """;
      assertTrue(shown.contains(expected), shown);
      assertEquals(0, status);
    }
  }

  private static List<String> host() throws IOException {
    Path java = Path.of(System.getProperty("java.home"));
    // Debian has it in /etc.
    Path configuration = java.resolve("conf/security/java.security").toRealPath();
    Path script = Path.of("test/resources/jbuild/acceptance/networkd.sh").toAbsolutePath();
    return Jbuild.words(
        "nspawn",
        "--boot",
        "--quiet",
        "--machine=" + MACHINE,
        "--directory=" + BuiltImages.of("test-images/network.toml"),
        "--private-network",
        "--volatile=overlay",
        "--bind-ro=" + Jbuild.HOME + ":/opt/jbuild",
        "--bind-ro=" + java + ":/opt/java",
        "--bind-ro=" + configuration.getParent().getParent(),
        "--bind-ro=" + script + ":/opt/networkd.sh",
        "systemd.wants=systemd-networkd.service");
  }
}
