package jbuild.runner.machine;

import static org.junit.jupiter.api.Assertions.assertAll;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import jbuild.runner.Failure;
import jbuild.runner.machine.SmallImage.Result;
import jbuild.runner.settings.CustomMount.Bind;
import jbuild.runner.settings.CustomMount.Origin;
import jbuild.runner.settings.CustomMount.Owners;
import jbuild.runner.settings.FileView;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

@Tag("root")
class BindMountsTest extends MountsInSmallImage {
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
