package jbuild.acceptance;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.nio.file.Path;
import java.util.Map;
import jbuild.tools.SystemdNspawn;
import jbuild.tools.ToolsImage;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** Images do not depend on jbuild: the real systemd-nspawn boots them too. */
@Tag("root")
class OriginalBootIT {
  /**
   * By itself this old one shows a new systemd what that refuses on hosts that have both kinds of
   * control groups. A shell draws nothing around its lines on a dumb terminal.
   */
  private static final Map<String, String> ENVIRONMENT =
      Map.of("SYSTEMD_NSPAWN_UNIFIED_HIERARCHY", "1", "TERM", "dumb");

  @Test
  void debianBootsToALoginUnderSystemdNspawnToo() {
    Path image = SharedImages.debian();
    ToolsImage tools = ToolsImage.get().showing(image.getParent());

    try (SystemdNspawn original = new SystemdNspawn(tools, ENVIRONMENT);
        Terminal terminal =
            new Terminal(
                Jbuild.HOME,
                original.words("--boot", "--volatile=overlay", "-D", image.toString()))) {
      RootShell shell = RootShell.of(terminal, "debian");
      shell.expectAllIsWell();

      assertEquals(0, shell.powerOff());
    }
  }
}
