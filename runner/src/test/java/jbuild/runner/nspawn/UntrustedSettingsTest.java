package jbuild.runner.nspawn;

import static org.junit.jupiter.api.Assertions.assertAll;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import jbuild.runner.settings.FileView;
import jbuild.runner.settings.MachineSettings;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Settings files that came with an image, where files are stronger than the command line. */
class UntrustedSettingsTest {
  @TempDir Path temporary;
  private ImageWithSettings web;

  @BeforeEach
  void makePlaces() throws IOException {
    web = new ImageWithSettings(temporary);
  }

  @Test
  void keepsFiltersOfTheCommandLineFromImages() throws IOException {
    Files.writeString(web.beside, "[Exec]\nSystemCallFilter=~mkdir\nSystemCallFilter=reboot\n");

    MachineSettings settings =
        web.settings("--settings=override", "--system-call-filter=~@clock", "ls");

    assertEquals(List.of("~@clock", "~mkdir"), settings.privileges().systemCalls().filters());
  }

  @Test
  void letsNoImageTakeBackWhatWasTyped() throws IOException {
    Files.writeString(
        web.beside,
        """
        [Exec]
        User=root
        NoNewPrivileges=no
        RestrictAddressFamilies=AF_PACKET
        PivotRoot=/other
        Hostname=file
        [Files]
        ReadOnly=no
        Volatile=no
        """);
    String[] typed = {
      "--uid=ada",
      "--no-new-privileges=yes",
      "--restrict-address-families=AF_UNIX",
      "--pivot-root=/typed",
      "--read-only",
      "--volatile=overlay",
      "--settings=override",
      "ls"
    };

    MachineSettings settings = web.settings(typed);

    assertAll(
        () -> assertEquals(Optional.of("ada"), settings.execution().user()),
        () -> assertTrue(settings.privileges().noNewPrivileges()),
        () -> assertEquals(List.of("AF_UNIX"), settings.privileges().systemCalls().families()),
        () -> assertEquals("/typed", settings.files().pivot().orElseThrow().root()),
        () -> assertEquals(Optional.of("file"), settings.identity().hostname()),
        () -> assertTrue(settings.files().readOnly()),
        () -> assertEquals(FileView.Volatility.OVERLAY, settings.files().volatility()));
  }
}
