package jbuild.runner.machine;

import static org.junit.jupiter.api.Assertions.assertAll;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import jbuild.runner.Failure;
import jbuild.runner.machine.SmallImage.Result;
import jbuild.runner.settings.CustomMount;
import jbuild.runner.settings.CustomMount.Bind;
import jbuild.runner.settings.CustomMount.Inaccessible;
import jbuild.runner.settings.CustomMount.Origin;
import jbuild.runner.settings.CustomMount.Overlay;
import jbuild.runner.settings.CustomMount.Owners;
import jbuild.runner.settings.CustomMount.Tmpfs;
import jbuild.runner.settings.FileView;
import jbuild.runner.settings.MachineSettings;
import jbuild.runner.settings.Users;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

@Tag("root")
class CustomMountsTest {
  @TempDir Path directory;
  private SmallImage image;
  private RuntimeDirectory runtime;
  private Path source;

  @BeforeEach
  void makeAnImageAndSomethingToShow() throws IOException {
    image = SmallImage.in(directory);
    runtime = new RuntimeDirectory(directory.resolve("run"));
    source = Files.createDirectories(directory.resolve("source"));
    Files.writeString(source.resolve("greeting"), "hello\n");
  }

  private Result run(boolean ownUsers, List<? extends CustomMount> mounts, String... lines) {
    return image.run(runtime, settings -> changed(settings, ownUsers, mounts), lines);
  }

  private static MachineSettings changed(
      MachineSettings settings, boolean ownUsers, List<? extends CustomMount> mounts) {
    List<CustomMount> all = new ArrayList<>(List.of(SmallImage.USR));
    all.addAll(mounts);
    MachineSettings changed = settings.with(FileView.with(all));
    return ownUsers ? changed.with(Users.in(SmallImage.USERS)) : changed;
  }

  private Failure refusal(CustomMount... mounts) {
    return assertThrows(Failure.class, () -> run(false, Arrays.asList(mounts), "true"));
  }

  private static Bind bind(Origin origin, String target, Owners owners) {
    return new Bind(origin, target, false, true, owners);
  }

  private static Origin host(Path path) {
    return new Origin.Host(path);
  }

  private static int command(String... words) throws Exception {
    return new ProcessBuilder(words).start().waitFor();
  }

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

  @Test
  void filesOfEveryTypeAreShown() throws Exception {
    assertEquals(0, command("mkfifo", source.resolve("fifo").toString()));
    assertEquals(0, command("mknod", source.resolve("node").toString(), "c", "1", "3"));

    Result result =
        run(
            false,
            List.of(
                Bind.of(source.resolve("greeting"), "/file", true),
                Bind.of(source.resolve("fifo"), "/fifo", true),
                Bind.of(source.resolve("node"), "/node", true)),
            "stat -c %F /file /fifo /node",
            "touch /file 2>/dev/null || echo locked");

    assertEquals(
        List.of("regular file", "fifo", "character special file", "locked"), result.lines());
  }

  @Test
  void whatIsMissingIsNamedBeforeAnythingIsMade() {
    Failure failure = refusal(Bind.of(directory.resolve("missing"), "/srv/new", false));

    assertEquals("cannot open " + directory.resolve("missing"), failure.what());
    assertFalse(Files.exists(image.root().resolve("srv")));
    assertFalse(Files.exists(image.root().resolve("proc")));
  }

  @Test
  void aDirectoryDoesNotFitOnAFile() {
    Failure failure = refusal(Bind.of(source, "/etc/passwd", false));

    assertEquals("cannot mount a directory on /etc/passwd", failure.what());
  }

  @Test
  void aReadOnlyImageHasOnlyThePlacesItHas() {
    Failure failure =
        assertThrows(
            Failure.class,
            () ->
                image.run(
                    runtime,
                    settings ->
                        settings.with(
                            FileView.with(List.of(SmallImage.USR, Bind.of(source, "/new", false)))
                                .lockedUp()),
                    "true"));

    assertEquals("cannot mount anything on /new", failure.what());
    assertEquals("it is missing, and nothing can be made there: it is read-only", failure.why());
  }

  @ParameterizedTest
  @ValueSource(booleans = {false, true})
  void whatIsMountedBelowIsShownOnlyOnRequest(boolean recursive) throws Exception {
    Path below = Files.createDirectory(source.resolve("below"));
    assertEquals(0, command("mount", "-t", "tmpfs", "none", below.toString()));
    try {
      Files.createFile(below.resolve("inner"));
      Bind bind = new Bind(host(source), "/srv", true, recursive, Owners.AS_THEY_ARE);

      Result result =
          run(false, List.of(bind), "ls /srv/below; touch /srv/below/x 2>/dev/null || echo locked");

      assertEquals(recursive ? "inner\nlocked\n" : "locked\n", result.output());
    } finally {
      command("umount", below.toString());
    }
  }

  @Test
  void somethingOfTheImageIsShownElsewhereAsTheMachinesOwn() throws IOException {
    Files.writeString(image.root().resolve("etc/one"), "of the image\n");
    Files.createSymbolicLink(image.root().resolve("out"), directory.toRealPath());
    Bind bind = Bind.of(source, "/x", false);
    Bind inside = bind(new Origin.Image("/etc"), "/srv/copy", Owners.AS_THEY_ARE);

    Result result = run(true, List.of(inside), "cat /srv/copy/one; stat -c %u /srv/copy/one");

    assertEquals(List.of("of the image", "0"), result.lines());
    Failure failure =
        refusal(bind, bind(new Origin.Image("/out/source"), "/y", Owners.AS_THEY_ARE));
    assertEquals("cannot open /out/source in " + image.root(), failure.what());
  }

  @ParameterizedTest
  @ValueSource(booleans = {false, true})
  void aTemporaryDirectoryIsGoneAfterwards(boolean ownUsers) throws IOException {
    List<Path> before = temporary();
    Bind bind = bind(new Origin.Temporary(), "/srv/scratch", Owners.AS_THEY_ARE);

    Result result =
        run(
            ownUsers,
            List.of(bind),
            "stat -c '%a %u %g' /srv/scratch; mkdir -p /srv/scratch/a/b && echo made");

    assertEquals(List.of("755 0 0", "made"), result.lines());
    assertEquals(before, temporary());
  }

  private static List<Path> temporary() throws IOException {
    try (Stream<Path> files = Files.list(Path.of("/var/tmp"))) {
      return files.filter(file -> file.toString().contains("jbuild-")).sorted().toList();
    }
  }

  @Test
  void ownersAreMappedOnRequest() throws Exception {
    assertEquals(0, command("chown", "-R", "1000:1001", source.toString()));
    String look = "stat -c '%u %g' /srv/greeting; touch /srv/new";
    Bind plain = Bind.of(source, "/srv", false);

    assertAll(
        () -> assertEquals("1000 1001\n", run(false, List.of(plain), look).output()),
        () -> assertTrue(run(true, List.of(plain), look).output().startsWith("65534 65534\n")),
        () -> {
          Bind mapped = bind(host(source), "/srv", Owners.MAPPED);
          assertEquals("1000 1001\n", run(true, List.of(mapped), look).output());
        });
  }

  @ParameterizedTest
  @ValueSource(booleans = {false, true})
  void theOwnerCanBeShownAsRoot(boolean ownUsers) throws Exception {
    assertEquals(0, command("chown", "-R", "1000:1001", source.toString()));
    Bind bind = bind(host(source), "/srv", Owners.ROOT_OWNER);

    Result result = run(ownUsers, List.of(bind), "stat -c '%u %g' /srv/greeting; touch /srv/new");

    assertEquals("0 0\n", result.output());
    assertEquals(1000, Files.getAttribute(source.resolve("new"), "unix:uid"));
    assertEquals(1001, Files.getAttribute(source.resolve("new"), "unix:gid"));
  }

  @ParameterizedTest
  @ValueSource(booleans = {false, true})
  void theOwnerCanBeShownAsTheTargets(boolean ownUsers) throws Exception {
    assertEquals(0, command("chown", "-R", "1000:1001", source.toString()));
    Path target = Files.createDirectory(image.root().resolve("srv"));
    assertEquals(0, command("chown", "33:34", target.toString()));
    Bind bind = bind(host(source), "/srv", Owners.TARGET_OWNER);

    assertEquals("33 34\n", run(ownUsers, List.of(bind), "stat -c '%u %g' /srv/greeting").output());
  }

  @Test
  void ownersAreNotMappedToUsersThatAreTheHosts() {
    Failure failure = refusal(bind(host(source), "/srv", Owners.MAPPED));

    assertEquals("the machine has no users of its own", failure.why());
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
  void theHostsDevicesLeaveTheMachineItsOwnTerminals() {
    Result result =
        run(
            false,
            List.of(Bind.of(Path.of("/dev"), "/dev", false)),
            "ls /dev/pts; test -e /dev/kmsg && echo devices");

    assertEquals(List.of("ptmx", "devices"), result.lines());
    assertTrue(Files.exists(Path.of("/dev/pts/ptmx")));
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

  @Test
  void aLinkThatLeadsNowhereStaysAndItsTargetIsMade() throws IOException {
    Files.createSymbolicLink(image.root().resolve("etc/name"), Path.of("../srv/made"));

    Result result =
        run(
            false,
            List.of(Bind.of(source.resolve("greeting"), "/etc/name", false)),
            "cat /srv/made; readlink /etc/name");

    assertEquals(List.of("hello", "../srv/made"), result.lines());
  }
}
