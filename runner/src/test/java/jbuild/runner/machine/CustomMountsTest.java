package jbuild.runner.machine;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import jbuild.runner.Failure;
import jbuild.runner.machine.SmallImage.Result;
import jbuild.runner.settings.CustomMount.Bind;
import jbuild.runner.settings.CustomMount.Inaccessible;
import jbuild.runner.settings.CustomMount.Origin;
import jbuild.runner.settings.CustomMount.Overlay;
import jbuild.runner.settings.CustomMount.Tmpfs;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

@Tag("root")
class CustomMountsTest extends MountsInSmallImage {
  @ParameterizedTest
  @ValueSource(booleans = {false, true})
  void parentsAreShownBeforeWhatIsBelowThem(boolean ownUsers) {
    Result result =
        run(
            ownUsers,
            List.of(
                Bind.of(source, "/srv/a/b", true),
                new Tmpfs("/srv/a", ""),
                Bind.of(source, "//srv/a-b/", true)),
            "cat /srv/a/b/greeting /srv/a-b/greeting",
            "stat -c '%a %u %g' /srv /srv/a /srv/a-b");

    assertEquals(List.of("hello", "hello", "755 0 0", "755 0 0"), result.lines().subList(0, 4));
    assertFalse(Files.exists(image.root().resolve("srv/a/b")));
  }

  @ParameterizedTest
  @ValueSource(booleans = {false, true})
  void memoryIsMountedWithTheOptionsGiven(boolean ownUsers) {
    Result result =
        run(
            ownUsers,
            List.of(
                new Tmpfs("/srv/a", ""),
                new Tmpfs("/srv/b", "size=1m,dev,noexec,ro"),
                new Tmpfs("/srv/c", "mode=700,uid=5,relatime")),
            "stat -c '%a %u %g' /srv/a /srv/b /srv/c",
            "grep ' /srv/' /proc/self/mountinfo | cut -d' ' -f5,6");

    assertEquals(
        List.of(
            "755 0 0",
            "1777 0 0",
            "700 5 0",
            "/srv/a rw,nodev",
            "/srv/b ro,noexec",
            "/srv/c rw,nodev,relatime"),
        result.lines());
  }

  @Test
  void optionsThatMemoryHasNotAreNamed() {
    assertEquals(
        "cannot make a tmpfs file system with colour=red",
        refusal(new Tmpfs("/srv", "size=1m,colour=red")).what());
  }

  @ParameterizedTest
  @ValueSource(booleans = {false, true})
  void anOverlayShowsTheHighestAndWritesToItAlone(boolean ownUsers) throws IOException {
    Path low = Files.createDirectories(directory.resolve("a:b,c\\d"));
    Path high = Files.createDirectories(directory.resolve("high"));
    Files.writeString(low.resolve("both"), "low\n");
    Files.writeString(low.resolve("low"), "low\n");
    Files.writeString(source.resolve("both"), "middle\n");
    Files.writeString(high.resolve("both"), "high\n");
    try {
      command("chmod", "777", high.toString());
    } catch (Exception e) {
      throw new IOException(e);
    }
    Overlay overlay =
        new Overlay(List.of(host(low), host(source)), Optional.of(host(high)), "/srv/all");

    Result result =
        run(
            ownUsers,
            List.of(overlay),
            "cd /srv/all; echo *; cat both low; echo new > new && echo written");

    assertEquals(List.of("both greeting low", "high", "low", "written"), result.lines());
    assertEquals("new\n", Files.readString(high.resolve("new")));
    assertFalse(Files.exists(low.resolve("new")));
    try (Stream<Path> files = Files.list(directory)) {
      assertTrue(files.noneMatch(file -> file.getFileName().toString().startsWith(".#")));
    }
  }

  @Test
  void anOverlayThatIsOnlyReadHasNoUpperLayer() {
    Overlay overlay =
        new Overlay(List.of(host(source), new Origin.Image("/etc")), Optional.empty(), "/srv/all");

    Result result =
        run(false, List.of(overlay), "cd /srv/all; echo *; touch x 2>/dev/null || echo locked");

    assertEquals(List.of("greeting passwd", "locked"), result.lines());
  }

  @ParameterizedTest
  @ValueSource(booleans = {false, true})
  void theImagesFilesCanBeBelowATemporaryLayer(boolean ownUsers) throws IOException {
    List<Path> before = temporary();
    Overlay overlay =
        new Overlay(List.of(new Origin.Image("/etc")), Optional.of(new Origin.Temporary()), "/etc");

    Result result =
        run(
            ownUsers,
            List.of(overlay),
            "echo more >> /etc/passwd; touch /etc/x; ls /etc; stat -c %u /etc/passwd /etc/x");

    assertEquals(List.of("passwd", "x", "0", "0"), result.lines());
    assertEquals(
        "root:x:0:0:root:/root:/bin/sh\n", Files.readString(image.root().resolve("etc/passwd")));
    assertEquals(before, temporary());
  }

  @Test
  void theUpperLayerCanBeTheImagesAlsoWithOtherUsers() throws IOException {
    Files.createDirectories(image.root().resolve("upper"));
    Overlay overlay =
        new Overlay(
            List.of(new Origin.Image("/etc")), Optional.of(new Origin.Image("/upper")), "/etc");

    assertEquals("0\n", run(true, List.of(overlay), "touch /etc/x; stat -c %u /etc/x").output());

    assertEquals(0, Files.getAttribute(image.root().resolve("upper/x"), "unix:uid"));
    assertTrue(
        Arrays.stream(image.root().toFile().list()).noneMatch(name -> name.startsWith(".#")));
  }

  @ParameterizedTest
  @ValueSource(booleans = {false, true})
  void whatIsInaccessibleKeepsItsTypeAndNothingElse(boolean ownUsers) throws IOException {
    Files.writeString(image.root().resolve("etc/secret"), "secret\n");

    Result result =
        run(
            ownUsers,
            List.of(
                new Inaccessible("/etc/secret"),
                new Inaccessible("/root"),
                new Inaccessible("/dev/full"),
                new Inaccessible("/proc/uptime")),
            "stat -c '%F %a' /etc/secret /root /dev/full /proc/uptime",
            "cat /etc/secret /proc/uptime 2>/dev/null");

    assertEquals(
        List.of(
            "regular empty file 0",
            "directory 0",
            "character special file 0",
            "regular empty file 0"),
        result.lines());
    assertThrows(Failure.class, () -> run(ownUsers, List.of(new Inaccessible("/no")), "true"));
  }

  @ParameterizedTest
  @ValueSource(booleans = {false, true})
  void whatBelongsInKernelFileSystemsIsShownThere(boolean ownUsers) {
    Result result =
        run(
            ownUsers,
            List.of(
                Bind.of(source.resolve("greeting"), "/proc/version", true),
                Bind.of(source, "/sys/fs/cgroup", true),
                new Tmpfs("/proc/tty", "")),
            "cat /proc/version /sys/fs/cgroup/greeting",
            "ls -A /proc/tty /run | grep -v -e host -e :",
            "mount -o remount,rw,bind /proc/version 2>/dev/null && echo loose");

    assertEquals(ownUsers ? "hello\nhello\n\n" : "hello\nhello\n\nloose\n", result.output());
  }

  @Test
  void linksOfProcessesAreNoPlacesForMounts() {
    Failure failure = refusal(Bind.of(source, "/proc/self/cwd", false));

    assertEquals("cannot mount on /proc/self/cwd", failure.what());
  }

  @Test
  void aMachineCanHaveItsRunDirectoryElsewhere() {
    Result result =
        run(
            true,
            List.of(new Tmpfs("/run", "mode=700")),
            "stat -c %a /run; cat /run/host/container-manager");

    assertEquals(List.of("700", "systemd-nspawn"), result.lines());
  }
}
