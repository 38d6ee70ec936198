package jbuild.runner.machine;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.function.UnaryOperator;
import jbuild.runner.Failure;
import jbuild.runner.linux.BytePath;
import jbuild.runner.linux.Descriptors;
import jbuild.runner.linux.Fd;
import jbuild.runner.machine.SmallImage.Result;
import jbuild.runner.settings.CustomMount;
import jbuild.runner.settings.CustomMount.Owners;
import jbuild.runner.settings.FileView;
import jbuild.runner.settings.Identity;
import jbuild.runner.settings.MachineName;
import jbuild.runner.settings.MachineSettings;
import jbuild.runner.settings.Network;
import jbuild.runner.settings.UserNamespace;
import jbuild.runner.settings.Users;
import jbuild.runner.settings.Users.Bound;
import jbuild.runner.settings.Users.Mapping;
import jbuild.runner.settings.Users.Ownership;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Machines whose users are not the host's. */
@Tag("root")
class OwnUsersTest {
  private static final String MAP = "tr -s ' ' </proc/self/uid_map";
  private static final int MANY = 200;
  private static final long BASE = 1_000_013_824;

  @TempDir Path directory;
  private SmallImage image;
  private RuntimeDirectory runtime;

  @BeforeEach
  void makeAnImage() throws IOException {
    image = SmallImage.in(directory);
    runtime = new RuntimeDirectory(directory.resolve("run"));
  }

  private Result run(Mapping mapping, Ownership ownership, String... lines) {
    UnaryOperator<MachineSettings> settings =
        plain -> plain.with(Network.LOOPBACK).with(new Users(mapping, ownership, Bound.NOBODY));
    return image.run(runtime, settings, lines);
  }

  @Test
  void theHostsNumbersWithoutTheHostsRightsAreTheIdentity() {
    assertEquals(
        List.of(" 0 0 65536", "0"),
        run(new Mapping.Identity(), Ownership.OFF, MAP, "stat -c %u /etc").lines());
  }

  @Test
  void aRangeIsThatOfTheTreesOwner() throws IOException {
    run(new Mapping.Range(new UserNamespace(BASE, 65536)), Ownership.CHOWN, "touch /etc/made");

    Result result = run(new Mapping.OfTree(), Ownership.OFF, MAP, "stat -c %u /etc /etc/made");

    assertEquals(List.of(" 0 1000013824 65536", "0", "0"), result.lines());
    assertEquals((int) BASE, Files.getAttribute(image.root().resolve("etc/made"), "unix:uid"));
  }

  @Test
  void aTreeCanBeGivenBackToTheHostsRoot() throws IOException {
    run(new Mapping.Range(new UserNamespace(BASE, 65536)), Ownership.CHOWN, ":");
    assertEquals((int) BASE, Files.getAttribute(image.root().resolve("etc"), "unix:uid"));

    run(new Mapping.None(), Ownership.CHOWN, ":");

    assertEquals(0, Files.getAttribute(image.root().resolve("etc"), "unix:uid"));
  }

  @Test
  void withoutOwnershipTheFilesOfTheHostsRootAreNobodys() {
    Result result =
        run(
            new Mapping.Range(new UserNamespace(BASE, 65536)),
            Ownership.OFF,
            "stat -c %u /etc; touch /etc/x 2>/dev/null || echo refused");

    assertEquals(List.of("65534", "refused"), result.lines());
  }

  @Test
  void aPickedRangeIsTheOneOfTheMachinesNameAndTheDiskIsLeftAlone() throws IOException {
    UnaryOperator<MachineSettings> alpha =
        plain ->
            plain
                .with(Identity.of(new MachineName("alpha")))
                .with(Network.LOOPBACK)
                .with(new Users(new Mapping.Pick(), Ownership.AUTO, Bound.NOBODY));

    Result result =
        image.run(runtime, alpha, "set -- $(cat /proc/self/uid_map); echo $2; stat -c %u /etc");

    // systemd-nspawn picks the same for a machine of that name.
    assertEquals(List.of("1447690240", "0"), result.lines());
    assertEquals(0, Files.getAttribute(image.root().resolve("etc"), "unix:uid"));
  }

  @Test
  void machinesThatStartAtOnceHaveRangesOfTheirOwn() throws Exception {
    ExecutorService threads = Executors.newFixedThreadPool(MANY, OwnUsersTest::daemon);
    List<Future<Machine>> starts = new ArrayList<>();
    for (int i = 0; i < MANY; i++) {
      starts.add(threads.submit(this::start));
    }

    Set<String> bases = new TreeSet<>();
    for (Future<Machine> start : starts) {
      String map =
          Files.readString(Path.of("/proc/" + start.get(1, TimeUnit.MINUTES).pid(), "uid_map"));
      bases.add(map.strip().split(" +")[1]);
    }
    for (Future<Machine> start : starts) {
      threads.submit(start.get()::close);
    }
    threads.shutdown();

    assertTrue(threads.awaitTermination(1, TimeUnit.MINUTES));
    assertEquals(MANY, bases.size(), bases.toString());
  }

  private static Thread daemon(Runnable work) {
    Thread thread = new Thread(work);
    thread.setDaemon(true);
    return thread;
  }

  private Machine start() {
    MachineSettings settings =
        image
            .script(plain -> plain, "sleep 1000")
            .with(Network.LOOPBACK)
            .with(new Users(new Mapping.Pick(), Ownership.AUTO, Bound.NOBODY));
    Fd nothing = Descriptors.onHost(BytePath.of("/dev/null"), Descriptors.O_RDWR);
    return new Launcher(runtime).start(settings, new Stdio.Descriptors(nothing, nothing, nothing));
  }

  @Test
  void filesThatTheMachineMayNotWriteKeepTheirOwners() throws IOException {
    Path etc = image.root().resolve("etc");
    Files.setAttribute(image.root(), "unix:uid", 655360);
    Files.setAttribute(image.root(), "unix:gid", 655360);
    Users users =
        new Users(new Mapping.Range(new UserNamespace(BASE, 65536)), Ownership.AUTO, Bound.NOBODY);

    Failure failure =
        assertThrows(
            Failure.class,
            () ->
                image.run(
                    runtime,
                    plain ->
                        plain.with(plain.files().lockedUp()).with(Network.LOOPBACK).with(users),
                    ":"));

    assertEquals(
        "their owners would be changed on the disk, and the machine may not write to it",
        failure.why());
    assertEquals(655360, Files.getAttribute(image.root(), "unix:uid"));
    assertEquals(0, Files.getAttribute(etc, "unix:uid"));
  }

  @Test
  void whatIsForgottenHasTheOwnerOfATreeThatWasGivenAway() {
    Mapping range = new Mapping.Range(new UserNamespace(BASE, 65536));
    run(range, Ownership.CHOWN, ":");

    Result result =
        image.run(
            runtime,
            plain ->
                plain
                    .with(plain.files().with(FileView.Volatility.OVERLAY))
                    .with(Network.LOOPBACK)
                    .with(new Users(range, Ownership.OFF, Bound.NOBODY)),
            "stat -c %u / /etc");

    assertEquals(List.of("0", "0"), result.lines());
  }

  @Test
  void treesOfTheForeignRangeAreTheMachinesAlsoThroughMounts() throws Exception {
    Files.createDirectories(image.root().resolve("srv/low"));
    Files.createDirectories(image.root().resolve("srv/high"));
    new ProcessBuilder("chown", "-R", "2147352576:2147352576", image.root().toString())
        .start()
        .waitFor();
    CustomMount.Origin low = new CustomMount.Origin.Image("/srv/low");
    CustomMount.Origin high = new CustomMount.Origin.Image("/srv/high");
    List<CustomMount> mounts =
        List.of(
            SmallImage.USR,
            new CustomMount.Bind(low, "/opt/bound", false, true, Owners.AS_THEY_ARE),
            new CustomMount.Overlay(List.of(low), Optional.of(high), "/opt/layers"));

    Result result =
        image.run(
            runtime,
            plain ->
                plain
                    .with(FileView.with(mounts))
                    .with(Network.LOOPBACK)
                    .with(
                        new Users(
                            new Mapping.Range(SmallImage.USERS), Ownership.FOREIGN, Bound.NOBODY)),
            "stat -c %u /etc /opt/bound /opt/layers; touch /opt/bound/x /opt/layers/y");

    assertEquals(List.of("0", "0", "0"), result.lines());
    assertEquals(2147352576, Files.getAttribute(image.root().resolve("srv/low/x"), "unix:uid"));
    assertEquals(2147352576, Files.getAttribute(image.root().resolve("srv/high/y"), "unix:uid"));
  }
}
