package jbuild.runner.network.host;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import jbuild.runner.ExitStatus;
import jbuild.runner.Failure;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What systemd-networkd is told, and when. */
class NetworkdTest {
  @TempDir Path directory;
  private final List<String> reloads = new ArrayList<>();
  private final List<String> notices = new ArrayList<>();
  private boolean installed = true;
  private boolean refuses;
  private Path system;
  private Path network;
  private Networkd networkd;

  /** Remembers what files there were when it was told to read them. */
  private final class Service implements Networkd.Service {
    @Override
    public boolean isInstalled() {
      return installed;
    }

    @Override
    public boolean runs() {
      return true;
    }

    @Override
    public void reload() {
      if (refuses) {
        throw new Failure(ExitStatus.HOST_CANNOT, "cannot call Reload", "no", "fix");
      }
      reloads.add(String.join(" ", files(network)));
    }
  }

  @BeforeEach
  void startIt() throws IOException {
    system = directory.resolve("systemd");
    network = system.resolve("network");
    Files.createDirectories(system.resolve("netif"));
    Files.createFile(system.resolve("netif/state"));
    networkd = networkd();
  }

  @Test
  void isToldToLeaveALinkAloneAsLongAsItIsOurs() throws IOException {
    Networkd.Unmanaged link = networkd.leaveAlone("ve-web", notices::add);
    Path file = network.resolve("10-jbuild-ve-web.network");

    assertEquals(
        """
        # Of jbuild, which configures this link itself as long as its machine runs.
        [Match]
        Name=ve-web

        [Link]
        Unmanaged=yes
        """,
        Files.readString(file));
    assertEquals("rw-r--r--", PosixFilePermissions.toString(Files.getPosixFilePermissions(file)));
    link.close();

    assertEquals(List.of("10-jbuild-ve-web.network", ""), reloads);
    assertEquals(List.of(".lock"), files(directory.resolve("networkd")));
    assertEquals(List.of(), notices);
  }

  @Test
  void isToldOnceOfAZone() {
    Networkd.Unmanaged first = networkd.leaveAlone("vz-lan", notices::add);
    Networkd.Unmanaged second = networkd().leaveAlone("vz-lan", notices::add);
    first.close();
    assertEquals(List.of("10-jbuild-vz-lan.network"), reloads);

    second.close();

    assertEquals(List.of("10-jbuild-vz-lan.network", ""), reloads);
  }

  @Test
  void isToldNothingWhereThereIsNone() {
    installed = false;

    networkd.leaveAlone("ve-web", notices::add).close();

    assertFalse(Files.exists(network));
    assertEquals(List.of(), reloads);
  }

  @Test
  void findsWhatItIsToldWhenItIsStartedLater() throws IOException {
    Files.delete(system.resolve("netif/state"));

    Networkd.Unmanaged link = networkd.leaveAlone("ve-web", notices::add);
    assertEquals(List.of("10-jbuild-ve-web.network"), files(network));
    link.close();

    assertEquals(List.of(), files(network));
    assertEquals(List.of(), reloads);
  }

  @Test
  void hearsAtTheNextStartThatAMachineWasKilled() throws IOException {
    Networkd.Unmanaged alive = networkd.leaveAlone("ve-alive", notices::add);
    Files.createFile(directory.resolve("networkd/ve-dead"));
    Files.createFile(network.resolve("10-jbuild-ve-dead.network"));

    networkd().collect();

    assertEquals(List.of("10-jbuild-ve-alive.network"), files(network));
    assertEquals(List.of(".lock", "ve-alive"), files(directory.resolve("networkd")));
    assertEquals(List.of("10-jbuild-ve-alive.network", "10-jbuild-ve-alive.network"), reloads);
    alive.close();
  }

  @Test
  void mayRefuseWhichIsSaidInOneLine() {
    refuses = true;

    networkd.leaveAlone("ve-web", notices::add).close();

    assertEquals(
        List.of("systemd-networkd of this host may configure ve-web too: cannot call Reload: no"),
        notices);
    assertEquals(List.of(), files(network));
  }

  @Test
  void mayHaveNoPlaceForFilesOfOthersWhichIsSaidInOneLine() throws IOException {
    Files.createFile(network);

    networkd.leaveAlone("ve-web", notices::add).close();

    assertEquals(
        List.of(
            "systemd-networkd of this host may configure ve-web too: cannot write "
                + network
                + "/10-jbuild-ve-web.network: it exists already"),
        notices);
  }

  private Networkd networkd() {
    return new Networkd(directory, system, new Service());
  }

  private static List<String> files(Path directory) {
    try (Stream<Path> files = Files.list(directory)) {
      return files.map(file -> file.getFileName().toString()).sorted().toList();
    } catch (IOException e) {
      throw new java.io.UncheckedIOException(e);
    }
  }
}
