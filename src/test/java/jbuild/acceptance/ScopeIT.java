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

/** Machines on a host that runs systemd: a booted Debian, in which jbuild runs. */
@Tag("root")
class ScopeIT {
  private static final String MACHINE = "scope-it";

  @TempDir Path directory;

  @Test
  void systemdKnowsAndLimitsMachinesAndEndsThem() throws IOException {
    // There is no Maven in the machine: what is stale is built now.
    assertEquals(0, Jbuild.run(directory, "--version").status());

    try (Terminal terminal = new Terminal(Jbuild.HOME, host())) {
      RootShell shell = RootShell.of(terminal, "bookworm");
      String shown = shell.answer("sh /opt/scope.sh").replace("\r", "");
      int status = shell.powerOff();

      String expected =
          """
          Delegate=yes
          Description=Container web-1
          MemoryMax=128974848
          RuntimeMaxUSec=1h
          Slice=tenants-a.slice
          TasksMax=50
          1
          ended 1
          ActiveState=active
          Slice=machine.slice
          ended 1
          first 3
          second 4
          refused 1
          error: cannot use --property=KillMode=maybe: systemd says: Invalid KillMode setting: maybe
          kept 1
          error: cannot use --property=RuntimeMaxSec=1h: without a scope of systemd nobody knows the property 'RuntimeMaxSec'
          0
          """;
      assertTrue(shown.contains(expected), shown);
      assertEquals(0, status);
    }
  }

  private static List<String> host() throws IOException {
    Path java = Path.of(System.getProperty("java.home"));
    // Debian has it in /etc.
    Path configuration = java.resolve("conf/security/java.security").toRealPath();
    Path script = Path.of("test/resources/jbuild/acceptance/scope.sh").toAbsolutePath();
    return Jbuild.words(
        "nspawn",
        "--boot",
        "--quiet",
        "--machine=" + MACHINE,
        "--directory=" + BuiltImages.of("test-images/bookworm.toml"),
        "--volatile=overlay",
        "--bind-ro=" + Jbuild.HOME + ":/opt/jbuild",
        "--bind-ro=" + java + ":/opt/java",
        "--bind-ro=" + configuration.getParent().getParent(),
        "--bind-ro=" + script + ":/opt/scope.sh");
  }
}
