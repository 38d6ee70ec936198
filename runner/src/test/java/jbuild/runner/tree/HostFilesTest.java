package jbuild.runner.tree;

import static org.junit.jupiter.api.Assertions.assertAll;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.ArrayList;
import java.util.List;
import jbuild.runner.image.ImageTree;
import jbuild.runner.settings.FileView;
import jbuild.runner.settings.Integration;
import jbuild.runner.settings.Integration.Timezone;
import jbuild.runner.settings.MachineName;
import jbuild.runner.settings.MachineSettings;
import jbuild.runner.settings.Network;
import jbuild.runner.settings.Payload;
import jbuild.runner.settings.ResolvConf;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;

/** What a start writes into an image, from a host that a test has made. */
@Tag("root") // What is made belongs to root.
class HostFilesTest {
  private static final FileTime LONG_AGO = FileTime.fromMillis(1_000_000_000_123L);

  @TempDir Path directory;
  private final List<String> warnings = new ArrayList<>();
  private Path host;
  private Path image;
  private Path resolvConf;
  private Path localtime;

  @BeforeEach
  void makeHostAndImage() throws IOException {
    host = directory.resolve("host");
    put("etc/resolv.conf", "host");
    put("usr/lib/systemd/resolv.conf", "static");
    put("run/systemd/resolve/resolv.conf", "uplink");
    put("run/systemd/resolve/stub-resolv.conf", "stub");
    put("usr/share/zoneinfo/Europe/Rome", "rules of Rome");
    put("proc/net/udp", "  sl  local_address\n");
    Files.createSymbolicLink(
        host.resolve("etc/localtime"), Path.of("../usr/share/zoneinfo/Europe/Rome"));
    image = directory.resolve("image");
    Files.createDirectories(image.resolve("etc"));
    resolvConf = image.resolve("etc/resolv.conf");
    localtime = image.resolve("etc/localtime");
  }

  private void put(String path, String content) throws IOException {
    Path file = host.resolve(path);
    Files.createDirectories(file.getParent());
    Files.writeString(file, content);
    Files.setLastModifiedTime(file, LONG_AGO);
  }

  private static MachineSettings settings(ResolvConf names, Timezone time) {
    return MachineSettings.of(
            new MachineName("small"), Path.of("/unused"), new Payload.Program(List.of("x")))
        .with(Integration.NONE.with(names).with(time));
  }

  private void prepare(MachineSettings settings) {
    try (ImageTree tree = ImageTree.open(image)) {
      HostFiles.of(settings, host, warnings::add).prepare(tree);
    }
  }

  private void prepare(ResolvConf names) {
    prepare(settings(names, Timezone.OFF));
  }

  private void prepare(Timezone time) {
    prepare(settings(ResolvConf.OFF, time));
  }

  @ParameterizedTest
  @CsvSource({
    "COPY_HOST, host",
    "COPY_STATIC, static",
    "COPY_UPLINK, uplink",
    "COPY_STUB, stub",
    "REPLACE_HOST, host",
    "REPLACE_STATIC, static",
    "REPLACE_UPLINK, uplink",
    "REPLACE_STUB, stub"
  })
  void aCopyHasTheContentAndTheTimeOfItsSource(ResolvConf mode, String content) throws IOException {
    Files.writeString(resolvConf, "of the image");
    Files.setPosixFilePermissions(resolvConf, PosixFilePermissions.fromString("rw-------"));

    prepare(mode);

    assertAll(
        () -> assertEquals(content, Files.readString(resolvConf)),
        () -> assertEquals(LONG_AGO, Files.getLastModifiedTime(resolvConf)),
        () ->
            assertEquals(
                "rw-r--r--",
                PosixFilePermissions.toString(Files.getPosixFilePermissions(resolvConf))),
        () -> assertEquals(List.of(), warnings));
  }

  @Test
  void aLinkIsLeftAloneByACopyAndReplacedOnRequest() throws IOException {
    Path victim = Files.writeString(directory.resolve("victim"), "as it was");
    Files.createSymbolicLink(resolvConf, victim);

    prepare(ResolvConf.COPY_HOST);
    assertTrue(Files.isSymbolicLink(resolvConf));
    prepare(ResolvConf.REPLACE_HOST);

    assertEquals("host", Files.readString(resolvConf));
    assertFalse(Files.isSymbolicLink(resolvConf));
    assertEquals("as it was", Files.readString(victim));
    assertEquals(List.of(), warnings);
  }

  @Test
  void aFifoIsNotOpened() throws Exception {
    new ProcessBuilder("mkfifo", resolvConf.toString()).start().waitFor();

    prepare(ResolvConf.COPY_HOST);
    assertEquals(List.of("cannot write /etc/resolv.conf in the machine: it is a FIFO"), warnings);
    prepare(ResolvConf.REPLACE_HOST);

    assertEquals("host", Files.readString(resolvConf));
  }

  @Test
  void aDirectoryStaysAndIsTold() throws IOException {
    Files.createDirectories(resolvConf.resolve("below"));

    prepare(ResolvConf.REPLACE_HOST);
    prepare(ResolvConf.DELETE);

    assertTrue(Files.exists(resolvConf.resolve("below")));
    assertEquals(2, warnings.size(), warnings.toString());
  }

  @Test
  void aLinkAtEtcLeadsNowhereOutside() throws IOException {
    Files.delete(image.resolve("etc"));
    Files.createSymbolicLink(image.resolve("etc"), host.resolve("etc"));

    prepare(settings(ResolvConf.DELETE, Timezone.DELETE));
    prepare(settings(ResolvConf.REPLACE_STUB, Timezone.COPY));

    assertEquals("host", Files.readString(host.resolve("etc/resolv.conf")));
    assertTrue(Files.isSymbolicLink(host.resolve("etc/localtime")));
  }

  @ParameterizedTest
  @EnumSource(names = {"COPY_STATIC", "REPLACE_STATIC"})
  void aSourceThatIsMissingIsTold(ResolvConf mode) throws IOException {
    Files.delete(host.resolve("usr/lib/systemd/resolv.conf"));
    Files.writeString(resolvConf, "of the image");

    prepare(mode);

    assertEquals("of the image", Files.readString(resolvConf));
    assertEquals(1, warnings.size());
  }

  @Test
  void deletingTakesAFileOrALinkAndMissesNothing() throws IOException {
    Files.createSymbolicLink(resolvConf, Path.of("nowhere"));
    Files.writeString(localtime, "zone");
    MachineSettings both = settings(ResolvConf.DELETE, Timezone.DELETE);

    prepare(both);
    prepare(both);

    assertFalse(Files.isSymbolicLink(resolvConf));
    assertFalse(Files.exists(localtime));
    assertEquals(List.of(), warnings);
  }

  @Test
  void byItselfTheHostsServersAreCopied() throws IOException {
    prepare(ResolvConf.AUTO);

    assertEquals("host", Files.readString(resolvConf));
  }

  @Test
  void byItselfTheStubsFileIsTakenWhereTheStubListens() throws IOException {
    put("proc/net/udp", "  sl  local_address\n 1: 3500007F:0035 00000000:0000 07\n");

    prepare(ResolvConf.AUTO);

    assertEquals("stub", Files.readString(resolvConf));
  }

  @Test
  void byItselfNothingHappensInANetworkOfItsOwnOrOnAReadOnlyImage() {
    MachineSettings auto = settings(ResolvConf.AUTO, Timezone.AUTO);

    prepare(auto.with(FileView.STANDARD.lockedUp()));
    prepare(settings(ResolvConf.AUTO, Timezone.OFF).with(Network.LOOPBACK));

    assertEquals(0, image.resolve("etc").toFile().list().length);
  }

  @Test
  void byItselfAMachineForgetsWhatTheHostHasNot() throws IOException {
    Files.delete(host.resolve("etc/resolv.conf"));
    Files.delete(host.resolve("etc/localtime"));
    Files.writeString(resolvConf, "old");
    Files.writeString(localtime, "old");

    prepare(settings(ResolvConf.AUTO, Timezone.AUTO));

    assertEquals(0, image.resolve("etc").toFile().list().length);
  }

  @ParameterizedTest
  @EnumSource(names = {"AUTO", "SYMLINK"})
  void aZoneThatTheImageHasIsLinked(Timezone mode) throws IOException {
    Files.createDirectories(image.resolve("usr/share/zoneinfo/Europe"));
    Files.writeString(image.resolve("usr/share/zoneinfo/Europe/Rome"), "its own rules");
    Files.writeString(localtime, "other rules");

    prepare(mode);

    assertEquals(Path.of("../usr/share/zoneinfo/Europe/Rome"), Files.readSymbolicLink(localtime));
  }

  @Test
  void aLinkThatIsRightStaysAsItIsSpelt() throws IOException {
    Files.createSymbolicLink(localtime, Path.of("/usr/share/zoneinfo/Europe/Rome"));

    prepare(Timezone.AUTO);

    assertEquals(Path.of("/usr/share/zoneinfo/Europe/Rome"), Files.readSymbolicLink(localtime));
  }

  @ParameterizedTest
  @EnumSource(names = {"AUTO", "SYMLINK", "COPY"})
  void theRulesAreCopiedWhereTheImageHasNotTheZone(Timezone mode) throws IOException {
    Files.createSymbolicLink(localtime, Path.of("../usr/share/zoneinfo/Europe/Oslo"));

    prepare(mode);

    assertEquals("rules of Rome", Files.readString(localtime));
    assertFalse(Files.isSymbolicLink(localtime));
  }

  @Test
  void aHostWhoseZoneIsAFileIsCopiedButCannotBeLinked() throws IOException {
    Files.delete(host.resolve("etc/localtime"));
    put("etc/localtime", "rules of the host");

    prepare(Timezone.SYMLINK);
    assertFalse(Files.exists(localtime));
    assertEquals(1, warnings.size());
    prepare(Timezone.AUTO);

    assertEquals("rules of the host", Files.readString(localtime));
  }
}
