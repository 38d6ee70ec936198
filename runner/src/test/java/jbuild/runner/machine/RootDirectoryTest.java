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
import java.util.function.UnaryOperator;
import jbuild.runner.Failure;
import jbuild.runner.machine.SmallImage.Result;
import jbuild.runner.settings.CustomMount.Bind;
import jbuild.runner.settings.CustomMount.Tmpfs;
import jbuild.runner.settings.FileView;
import jbuild.runner.settings.FileView.KernelAccess;
import jbuild.runner.settings.FileView.PivotRoot;
import jbuild.runner.settings.FileView.Volatility;
import jbuild.runner.settings.Integration;
import jbuild.runner.settings.MachineSettings;
import jbuild.runner.settings.Users;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

@Tag("root")
class RootDirectoryTest {
  @TempDir Path directory;
  private SmallImage image;
  private RuntimeDirectory runtime;

  @BeforeEach
  void makeAnImage() throws IOException {
    image = SmallImage.in(directory);
    runtime = new RuntimeDirectory(directory.resolve("run"));
  }

  private Result run(boolean ownUsers, UnaryOperator<FileView> changed, String... lines) {
    return image.run(
        runtime,
        settings -> {
          MachineSettings other = settings.with(changed.apply(settings.files()));
          return ownUsers ? other.with(Users.in(SmallImage.USERS)) : other;
        },
        lines);
  }

  private List<String> names() {
    return Arrays.stream(image.root().toFile().list()).sorted().toList();
  }

  @ParameterizedTest
  @ValueSource(booleans = {false, true})
  void aVolatileMachineHasOnlyUsrOfItsImage(boolean ownUsers) {
    Result result =
        run(
            ownUsers,
            view -> view.with(Volatility.YES),
            "cd /; echo *",
            "stat -c '%a %u' / /etc /root /var",
            "ls -A /etc",
            "touch /new /etc/new && stat -c %u /new",
            "readlink /bin",
            "stat -f -c %T / | sed s/tmpfs/memory/");

    assertEquals(
        List.of(
            "bin dev etc lib lib64 proc root run sbin sys tmp usr var",
            "755 0",
            "755 0",
            "750 0",
            "755 0",
            "0",
            "usr/bin",
            "memory"),
        result.lines());
    assertEquals(List.of("bin", "etc", "lib", "lib64", "sbin", "usr"), names());
  }

  @Test
  void anImageWithProgramsOutsideOfUsrIsNotForVolatileMachines() throws IOException {
    Files.delete(image.root().resolve("bin"));
    Files.createDirectory(image.root().resolve("bin"));

    Failure failure =
        assertThrows(Failure.class, () -> run(false, view -> view.with(Volatility.YES), "true"));

    assertEquals("its programs are not all in /usr: /bin is not a link", failure.why());
  }

  @ParameterizedTest
  @ValueSource(booleans = {false, true})
  void volatileStateIsAnEmptyVarAboveARootThatCannotBeWritten(boolean ownUsers) throws IOException {
    Files.createDirectories(image.root().resolve("var/old"));

    Result result =
        run(
            ownUsers,
            view -> view.with(Volatility.STATE),
            "ls /var",
            "touch /new 2>/dev/null || echo locked",
            "touch /var/new && stat -c '%a %u' /var",
            "cat /etc/passwd");

    assertEquals(List.of("locked", "755 0", "root:x:0:0:root:/root:/bin/sh"), result.lines());
    assertFalse(Files.exists(image.root().resolve("var/new")));
  }

  @Test
  void aLockedRootWithoutAPlaceForTheHostsNameServersGoesWithoutThem() {
    Result result =
        image.run(
            runtime,
            settings -> settings.with(settings.files().lockedUp()).with(Integration.STANDARD),
            "test -e /etc/resolv.conf || echo none");

    assertEquals("none\n", result.output());
  }

  @ParameterizedTest
  @ValueSource(booleans = {false, true})
  void anOverlayForgetsWhatIsWritten(boolean ownUsers) throws IOException {
    Result result =
        run(
            ownUsers,
            view -> view.with(Volatility.OVERLAY),
            "echo changed >> /etc/passwd; touch /new; rm /sbin; mkdir /srv",
            "stat -c '%u' /new /etc/passwd /",
            "tail -n 1 /etc/passwd",
            "grep -c ' / / ' /proc/self/mountinfo");

    assertEquals(List.of("0", "0", "0", "changed", "1"), result.lines());
    assertEquals(
        "root:x:0:0:root:/root:/bin/sh\n", Files.readString(image.root().resolve("etc/passwd")));
    assertEquals(List.of("bin", "etc", "lib", "lib64", "sbin", "usr"), names());
  }

  @Test
  void mountsGoOnTopOfWhatIsVolatile() throws IOException {
    Path etc = Files.createDirectory(directory.resolve("etc"));
    Files.writeString(etc.resolve("hosts"), "127.0.0.1 localhost\n");

    Result result =
        run(
            true,
            view ->
                FileView.with(List.of(SmallImage.USR, Bind.of(etc, "/etc", true)))
                    .with(Volatility.YES),
            "cat /etc/hosts");

    assertEquals("127.0.0.1 localhost\n", result.output());
  }

  @ParameterizedTest
  @ValueSource(booleans = {false, true})
  void anotherDirectoryCanBeTheRootAndHaveTheOldOneInside(boolean ownUsers) throws IOException {
    Path root = SmallImage.in(image.root().resolve("systems")).root();
    Files.writeString(root.resolve("etc/name"), "new\n");
    Files.writeString(image.root().resolve("etc/name"), "old\n");

    Result result =
        run(
            ownUsers,
            view -> view.with(new PivotRoot("/systems/image", Optional.of("/srv/old"))),
            "cat /etc/name /srv/old/etc/name",
            "touch /srv/old/made && stat -c %u /srv/old/made");

    assertEquals(List.of("new", "old", "0"), result.lines());
    assertEquals(0, Files.getAttribute(image.root().resolve("made"), "unix:uid"));
    assertEquals(
        "new\n",
        run(
                ownUsers,
                view -> view.with(new PivotRoot("/systems/image", Optional.empty())),
                "cat /etc/name; ls /srv/old")
            .output());
  }

  @Test
  void aDirectoryOfTheHostCanBeShownInsteadOfTheImage() throws IOException {
    SmallImage other = SmallImage.in(directory.resolve("other"));
    Files.writeString(other.root().resolve("etc/name"), "other\n");

    Result result =
        run(
            false,
            view -> FileView.with(List.of(SmallImage.USR, Bind.of(other.root(), "/", false))),
            "cat /etc/name; touch /new");

    assertEquals("other\n", result.output());
    assertTrue(Files.exists(other.root().resolve("new")));
    assertEquals(List.of("bin", "etc", "lib", "lib64", "sbin", "usr"), names());
  }

  @Test
  void memoryInsteadOfTheImageIsEmpty() {
    Result result =
        run(
            true,
            view ->
                FileView.with(
                    List.of(
                        SmallImage.USR,
                        new Tmpfs("/", ""),
                        Bind.of(Path.of("/usr/bin"), "/bin", true),
                        Bind.of(Path.of("/usr/lib"), "/lib", true),
                        Bind.of(Path.of("/usr/lib64"), "/lib64", true))),
            "cd /; echo *");

    assertEquals("bin dev lib lib64 proc root run sys tmp usr\n", result.output());
  }

  @ParameterizedTest
  @ValueSource(booleans = {false, true})
  void whatTheHostHasMountedInTheImageIsReplaced(boolean ownUsers) throws Exception {
    List<List<String>> mounts =
        List.of(
            List.of("mount", "-t", "proc", "proc", make("proc")),
            List.of("mount", "-t", "sysfs", "sysfs", make("sys")),
            List.of("mount", "-t", "tmpfs", "none", make("dev")));
    for (List<String> mount : mounts) {
      assertEquals(0, new ProcessBuilder(mount).start().waitFor());
    }
    try {
      Result result =
          run(
              ownUsers,
              view -> view,
              "ls /proc | grep -c '^[0-9]'",
              "grep -cE ' / /(sys|proc) ' /proc/self/mountinfo",
              "touch /dev/x; test -c /dev/null && echo device");

      assertEquals(List.of("3", "2", "device"), result.lines());
      assertEquals(0, image.root().resolve("dev").toFile().list().length);
    } finally {
      for (List<String> mount : mounts) {
        new ProcessBuilder("umount", mount.get(4)).start().waitFor();
      }
    }
  }

  private String make(String name) throws IOException {
    return Files.createDirectories(image.root().resolve(name)).toString();
  }

  @Test
  void theKernelsFileSystemsCanBeWrittenOnRequest() {
    String[] looks = {
      "for path in /proc/sys /proc/sys/net /sys; do",
      "  findmnt -n -o OPTIONS -T $path | cut -d, -f1",
      "done",
      "ls /sys"
    };

    List<String> all = run(false, view -> view.with(KernelAccess.WRITABLE), looks).lines();
    List<String> network = run(false, view -> view.with(KernelAccess.NETWORK), looks).lines();

    assertEquals(List.of("rw", "rw", "rw"), all.subList(0, 3));
    assertTrue(all.contains("firmware"));
    assertEquals(
        List.of("ro", "rw", "ro", "block", "bus", "class", "dev", "devices", "fs", "kernel"),
        network);
  }

  @Test
  void theImagesTmpCanStay() throws IOException {
    Files.createDirectories(image.root().resolve("tmp"));
    Files.createFile(image.root().resolve("tmp/kept"));

    assertEquals("kept\n", run(false, FileView::withoutOwnTmp, "ls /tmp").output());
    assertEquals("", run(false, view -> view, "ls /tmp").output());
  }

  @ParameterizedTest
  @ValueSource(booleans = {false, true})
  void devicesAndTheirLinksBelongToTheMachinesRoot(boolean ownUsers) throws IOException {
    Result result =
        run(ownUsers, view -> view, "stat -c '%n %u %g %a' /dev/null /dev/fuse /dev/fd");

    String mode =
        Integer.toOctalString(
            (Integer) Files.getAttribute(Path.of("/dev/fuse"), "unix:mode") & 07777);
    assertEquals(
        List.of("/dev/null 0 0 666", "/dev/fuse 0 0 " + mode, "/dev/fd 0 0 777"), result.lines());
  }
}
