package jbuild.acceptance;

import static org.junit.jupiter.api.Assertions.assertAll;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

@Tag("root")
class BootIT {
  private static final String MACHINE = "boot-it";
  private static final String HOST = "debian";

  @Test
  void debianBootsToALoginAndEverythingIsWellAndNothingIsLeft() {
    Path image = SharedImages.debian();
    HostState before = HostState.with(MACHINE);

    try (Terminal terminal =
        new Terminal(Jbuild.HOME, Jbuild.words("boot", "--machine=" + MACHINE, image.toString()))) {
      RootShell shell = RootShell.of(terminal, HOST);
      shell.expectAllIsWell();
      String console = shell.answer("stty size; tty; cat /proc/sys/kernel/hostname");
      // It waits until we have closed the descriptor that it passes along.
      String notified =
          shell.answer("NOTIFY_SOCKET=/run/host/notify systemd-notify --ready; echo notified=$?");
      int status = shell.powerOff();

      assertAll(
          () -> assertTrue(console.contains("/dev/pts/0"), console),
          () -> assertTrue(notified.contains("notified=0\r"), notified),
          () -> assertEquals(0, status),
          () -> assertTrue(terminal.isRestored()));
    }

    assertEquals(before, HostState.with(MACHINE));
  }

  @Test
  void aMachineThatRebootsIsStartedAgainInItsPlace() {
    try (Terminal terminal =
        new Terminal(Jbuild.HOME, Jbuild.words("boot", SharedImages.debian().toString()))) {
      RootShell.of(terminal, HOST);
      terminal.type("systemctl reboot");
      RootShell again = RootShell.of(terminal, HOST);

      assertEquals(0, again.powerOff());
    }
  }

  @Test
  void threeTimesTheEscapeKeyKillsAMachineAtOnce() {
    try (Terminal terminal =
        new Terminal(Jbuild.HOME, Jbuild.words("boot", SharedImages.debian().toString()))) {
      terminal.await("debian login:");
      terminal.type("\u001d\u001d\u001d");

      assertEquals(1, terminal.awaitEnd());
      assertTrue(terminal.isRestored());
    }
  }

  @Test
  void anOrderlyEndIsAskedForWhenJbuildIsToldToEnd() throws Exception {
    Process boot =
        OwnNetwork.start(
            new ProcessBuilder(Jbuild.words("boot", SharedImages.debian().toString()))
                .redirectInput(Path.of("/dev/null").toFile())
                .redirectErrorStream(true));
    StringBuilder seen = new StringBuilder();
    byte[] buffer = new byte[4096];
    while (seen.indexOf("debian login:") < 0) {
      int count = boot.getInputStream().read(buffer);
      assertTrue(count > 0, seen.toString());
      seen.append(new String(buffer, 0, count, StandardCharsets.ISO_8859_1));
    }

    // Not the method of the process: that would close the stream too.
    boot.toHandle().destroy();
    boot.getInputStream().transferTo(OutputStream.nullOutputStream());

    assertEquals(0, boot.waitFor());
  }
}
