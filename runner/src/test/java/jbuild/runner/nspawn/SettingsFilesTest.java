package jbuild.runner.nspawn;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.io.RandomAccessFile;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import jbuild.runner.Failure;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class SettingsFilesTest {
  @TempDir Path temporary;
  private ImageWithSettings web;

  @BeforeEach
  void makePlaces() throws IOException {
    web = new ImageWithSettings(temporary);
  }

  @Test
  void findsTheFirstOfThePlaces() throws IOException {
    Files.writeString(web.beside, "[Exec]\nHostname=beside\n");
    Path other = Files.createDirectory(web.directory.resolve("run")).resolve("web.nspawn");
    Files.writeString(other, "[Exec]\nHostname=run\n");
    SettingsFiles files = new SettingsFiles(List.of(web.trusted.getParent(), other.getParent()));

    String second = hostname(files);
    Files.writeString(web.trusted, "[Exec]\nHostname=etc\n");
    String first = hostname(files);

    assertEquals("run", second);
    assertEquals("etc", first);
    assertEquals(Optional.empty(), web.settings("--settings=no", "ls").identity().hostname());
    assertEquals(Optional.empty(), web.settings("-M", "db", "ls").identity().hostname());
  }

  @Test
  void looksBesideALinkToTheImageAndNotBesideTheImage() throws IOException {
    Files.writeString(web.beside, "[Exec]\nHostname=image\n");
    Path link = Files.createSymbolicLink(web.directory.resolve("web"), web.image);
    Files.writeString(web.directory.resolve("web.nspawn"), "[Exec]\nHostname=link\n");

    assertEquals(
        Optional.of("link"), web.settings("-D", link.toString(), "ls").identity().hostname());
  }

  @ParameterizedTest
  @CsvSource({
    "fifo,it is a FIFO",
    "device,it is a character device",
    "huge,it is larger than 256 KiB",
    "directory,it is a directory"
  })
  void readsNoTraps(String kind, String why) throws Exception {
    switch (kind) {
      case "fifo" ->
          assertEquals(0, new ProcessBuilder("mkfifo", web.beside.toString()).start().waitFor());
      case "huge" -> {
        try (RandomAccessFile file = new RandomAccessFile(web.beside.toFile(), "rw")) {
          file.setLength(64L << 30);
        }
      }
      case "directory" -> Files.createDirectory(web.beside);
      default -> Files.createSymbolicLink(web.trusted, Path.of("/dev/zero"));
    }

    Failure failure = assertThrows(Failure.class, () -> web.settings("ls"));

    // JUnit would warn of what the link leads to.
    Files.deleteIfExists(web.trusted);
    assertEquals(why, failure.why());
  }

  @Test
  void followsNoLinkOutOfTheDirectoryOfTheImage() throws IOException {
    Path secret = web.directory.resolve("secret");
    Files.writeString(secret, "[Exec]\nHostname=stolen\n");
    Files.createSymbolicLink(web.beside, secret);
    Path here =
        Files.createSymbolicLink(web.directory.resolve("images/db.nspawn"), Path.of("mine"));
    Files.writeString(web.directory.resolve("images/mine"), "[Exec]\nHostname=mine\n");

    assertEquals(Optional.empty(), web.settings("ls").identity().hostname());
    assertTrue(Files.isSymbolicLink(here));
    assertEquals(Optional.of("mine"), web.settings("-M", "db", "ls").identity().hostname());
  }

  private String hostname(SettingsFiles files) {
    return web.settings(files, "ls").identity().hostname().orElseThrow();
  }
}
