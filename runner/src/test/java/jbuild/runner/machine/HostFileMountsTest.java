package jbuild.runner.machine;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.function.UnaryOperator;
import jbuild.runner.settings.FileView;
import jbuild.runner.settings.Integration;
import jbuild.runner.settings.Integration.Timezone;
import jbuild.runner.settings.MachineSettings;
import jbuild.runner.settings.Network;
import jbuild.runner.settings.ResolvConf;
import jbuild.runner.settings.Users;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Files of this host that machines are shown. */
@Tag("root")
class HostFileMountsTest {
  private static final Path RESOLV_CONF = Path.of("/etc/resolv.conf");

  private static final String MOUNTED =
      "grep -E ' /etc/(resolv.conf|localtime) ' /proc/self/mountinfo | cut -d' ' -f5,6 | sort";

  @TempDir Path directory;
  private SmallImage image;
  private RuntimeDirectory runtime;

  @BeforeEach
  void makeAnImage() throws IOException {
    image = SmallImage.in(directory);
    runtime = new RuntimeDirectory(directory.resolve("run"));
  }

  private static UnaryOperator<MachineSettings> with(ResolvConf names, Timezone time) {
    return settings -> settings.with(Integration.NONE.with(names).with(time));
  }

  @Test
  void aBoundFileCannotBeWrittenAndItsPlaceIsMade() throws IOException {
    List<String> lines =
        image
            .run(
                runtime, with(ResolvConf.BIND_HOST, Timezone.BIND), MOUNTED, "cat /etc/resolv.conf")
            .lines();

    assertEquals(
        List.of(
            "/etc/localtime ro,nosuid,nodev,relatime", "/etc/resolv.conf ro,nosuid,nodev,relatime"),
        lines.subList(0, 2));
    assertEquals(Files.readAllLines(RESOLV_CONF), lines.subList(2, lines.size()));
    assertEquals(0, Files.size(image.root().resolve("etc/resolv.conf")));
  }

  @Test
  void aLinkForNameServersIsCoveredItself() throws IOException {
    Path link = image.root().resolve("etc/resolv.conf");
    Files.createSymbolicLink(link, Path.of("../run/systemd/resolve/stub-resolv.conf"));

    List<String> lines =
        image
            .run(
                runtime,
                with(ResolvConf.BIND_HOST, Timezone.OFF),
                "cat /etc/resolv.conf",
                "ls /run")
            .lines();

    assertEquals(Files.readAllLines(RESOLV_CONF), lines.subList(0, lines.size() - 1));
    assertEquals("host", lines.get(lines.size() - 1));
    assertTrue(Files.isSymbolicLink(link));
  }

  @Test
  void aMachineWithUsersOfItsOwnIsShownFilesAndGetsCopiesOfItsOwn() {
    UnaryOperator<MachineSettings> apart =
        settings -> settings.with(Network.LOOPBACK).with(Users.in(SmallImage.USERS));

    List<String> bound =
        image
            .run(
                runtime,
                settings -> apart.apply(with(ResolvConf.BIND_HOST, Timezone.OFF).apply(settings)),
                "test -s /etc/resolv.conf && " + MOUNTED)
            .lines();
    List<String> copied =
        image
            .run(
                runtime,
                settings ->
                    apart.apply(with(ResolvConf.REPLACE_HOST, Timezone.COPY).apply(settings)),
                "stat -c '%u:%g %a' /etc/resolv.conf /etc/localtime")
            .lines();

    assertEquals(List.of("/etc/resolv.conf ro,nosuid,nodev,relatime"), bound);
    assertEquals(List.of("0:0 644", "0:0 644"), copied);
  }

  @Test
  void aReadOnlyImageIsShownWhatItWouldGet() throws IOException {
    Files.createFile(image.root().resolve("etc/resolv.conf"));
    UnaryOperator<MachineSettings> readOnly =
        settings ->
            with(ResolvConf.AUTO, Timezone.OFF)
                .apply(settings)
                .with(FileView.with(List.of(SmallImage.USR)).lockedUp());

    assertEquals(
        List.of("/etc/resolv.conf ro,nosuid,nodev,relatime"),
        image.run(runtime, readOnly, MOUNTED).lines());
  }
}
