package jbuild.runner.machine;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.function.UnaryOperator;
import jbuild.runner.linux.BytePath;
import jbuild.runner.linux.Descriptors;
import jbuild.runner.linux.Fd;
import jbuild.runner.machine.SmallImage.Result;
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
}
