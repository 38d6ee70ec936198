package jbuild.runner.machine;

import static org.junit.jupiter.api.Assertions.assertAll;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.Set;
import java.util.concurrent.FutureTask;
import java.util.function.UnaryOperator;
import jbuild.runner.Failure;
import jbuild.runner.linux.Capability;
import jbuild.runner.linux.ResourceLimit;
import jbuild.runner.linux.ResourceLimit.Resource;
import jbuild.runner.linux.SyscallFailure;
import jbuild.runner.linux.ThreadGroups;
import jbuild.runner.machine.SmallImage.Result;
import jbuild.runner.settings.CustomMount;
import jbuild.runner.settings.Execution;
import jbuild.runner.settings.Execution.Personality;
import jbuild.runner.settings.FileView;
import jbuild.runner.settings.MachineSettings;
import jbuild.runner.settings.Network;
import jbuild.runner.settings.Privileges;
import jbuild.runner.settings.Users;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** How payloads run, and as whom. */
@Tag("root")
class ExecutionTest {
  @TempDir Path directory;
  private SmallImage image;
  private RuntimeDirectory runtime;

  @BeforeEach
  void makeAnImage() throws IOException {
    image = SmallImage.in(directory);
    runtime = new RuntimeDirectory(directory.resolve("run"));
    Files.writeString(
        image.root().resolve("etc/passwd"),
        "root:x:0:0:root:/root:/bin/sh\nada:x:1000:1001:Ada:/home/ada:/bin/sh\n");
    Files.writeString(
        image.root().resolve("etc/group"), "root:x:0:\nada:x:1001:\naudio:x:29:eve,ada\n");
  }

  private static Execution execution(
      Optional<String> user,
      Optional<Personality> personality,
      List<ResourceLimit> limits,
      OptionalInt oomScore,
      Set<Integer> cpus) {
    return new Execution(
        Map.of(),
        Optional.empty(),
        user,
        OptionalInt.empty(),
        false,
        false,
        personality,
        limits,
        oomScore,
        cpus);
  }

  private static UnaryOperator<MachineSettings> as(String user) {
    Execution execution =
        execution(Optional.of(user), Optional.empty(), List.of(), OptionalInt.empty(), Set.of());
    return settings -> settings.with(execution);
  }

  @Test
  void aUserHasItsGroupsItsHomeInTheEnvironmentAndNoCapability() {
    Result result =
        image.run(runtime, as("ada"), "id -u; id -G; echo $HOME $USER; grep Cap /proc/self/status");

    List<String> lines = result.lines();
    assertEquals(List.of("1000", "1001 29", "/home/ada ada"), lines.subList(0, 3));
    assertEquals("CapPrm:\t0000000000000000", lines.get(4));
    assertEquals("CapEff:\t0000000000000000", lines.get(5));
  }

  @Test
  void aUserIsFoundByNumberToo() {
    assertEquals(List.of("ada", "1001"), image.run(runtime, as("1000"), "id -un; id -G").lines());
  }

  @Test
  void aUserOfAMachineWithUsersOfItsOwnIsNobodyOnTheHost() throws IOException {
    UnaryOperator<MachineSettings> settings =
        plain -> as("ada").apply(plain).with(Network.LOOPBACK).with(Users.in(SmallImage.USERS));

    Result result = image.run(runtime, settings, "touch /tmp/x; stat -c %u /tmp/x; id -G");

    assertEquals(List.of("1000", "1001 29"), result.lines());
  }

  @Test
  void aUserThatTheFilesDoNotNameIsAskedOfTheMachinesOwnNameService() throws IOException {
    Path program = Files.createDirectories(image.root().resolve("usr2")).resolve("getent");
    Files.writeString(
        program,
        "#!/bin/sh\n[ \"$1\" = group ] && echo net:x:7:eve && exit\n"
            + "[ \"$2\" = eve ] && echo eve:x:2000:2000::/:/bin/sh\n");
    program.toFile().setExecutable(true);
    Files.createDirectories(image.root().resolve("usr/local/sbin"));
    UnaryOperator<MachineSettings> settings =
        plain ->
            as("eve")
                .apply(plain)
                .with(
                    FileView.with(
                        List.of(
                            SmallImage.USR,
                            CustomMount.Bind.of(program.getParent(), "/usr/local/sbin", true))));

    assertEquals(List.of("2000", "2000 7"), image.run(runtime, settings, "id -u; id -G").lines());
  }

  @Test
  void aUserThatNobodyKnowsIsRefused() {
    Failure failure =
        assertThrows(Failure.class, () -> image.run(runtime, as("nobody-knows"), "echo"));

    assertEquals("cannot run as the user nobody-knows", failure.what());
  }

  @Test
  void ambientCapabilitiesAreThoseOfAUserToo() {
    Privileges privileges =
        new Privileges(
            Set.of(),
            Set.of(Capability.SYS_CHROOT),
            Set.of(Capability.NET_RAW),
            true,
            Privileges.SystemCalls.STANDARD,
            Privileges.Selinux.NONE);

    Result result =
        image.run(
            runtime,
            settings -> as("ada").apply(settings).with(privileges),
            "grep -E '^(Cap(Inh|Prm|Eff|Amb)|NoNewPrivs)' /proc/self/status | cut -f2");

    assertEquals(
        List.of(
            "0000000000002000", "0000000000002000", "0000000000002000", "0000000000002000", "1"),
        result.lines());
  }

  @Test
  void aDroppedCapabilityIsNotInAnySet() {
    Privileges privileges =
        new Privileges(
            Set.of(Capability.NET_ADMIN),
            Set.of(Capability.NET_ADMIN, Capability.MKNOD),
            Set.of(),
            false,
            Privileges.SystemCalls.STANDARD,
            Privileges.Selinux.NONE);

    Result result =
        image.run(
            runtime,
            settings -> settings.with(privileges),
            "grep CapBnd /proc/self/status | cut -f2");

    long bounding = Long.parseUnsignedLong(result.lines().get(0), 16);
    assertEquals(0, bounding & (1L << 12 | 1L << 27));
  }

  @Test
  void limitsAreSetAlsoWhenJavaCouldNotLiveWithThem() {
    List<ResourceLimit> limits =
        List.of(
            new ResourceLimit(Resource.NOFILE, 5, 7),
            new ResourceLimit(Resource.AS, 100_000_000, 200_000_000),
            new ResourceLimit(Resource.CORE, 0, 0));
    Execution execution =
        execution(Optional.empty(), Optional.empty(), limits, OptionalInt.empty(), Set.of());

    Result result =
        image.run(
            runtime,
            settings -> settings.with(execution),
            "ulimit -Sn; ulimit -Hn; ulimit -Sv; ulimit -Hv; ulimit -Hc");

    assertEquals(List.of("5", "7", "97656", "195312", "0"), result.lines());
  }

  @Test
  void theOomScoreIsThatOfTheMachineAndNotOurs() throws IOException {
    String before = Files.readString(Path.of("/proc/self/oom_score_adj"));
    Execution execution =
        execution(Optional.empty(), Optional.empty(), List.of(), OptionalInt.of(77), Set.of());
    UnaryOperator<MachineSettings> apart =
        settings ->
            settings.with(execution).with(Network.LOOPBACK).with(Users.in(SmallImage.USERS));

    assertAll(
        () ->
            assertEquals(
                "77\n",
                image
                    .run(
                        runtime,
                        settings -> settings.with(execution),
                        "cat /proc/self/oom_score_adj")
                    .output()),
        () ->
            assertEquals(
                "77\n", image.run(runtime, apart, "cat /proc/self/oom_score_adj").output()));
    assertEquals(before, Files.readString(Path.of("/proc/self/oom_score_adj")));
  }

  @Test
  void aMachineRunsOnTheProcessorsItIsGiven() {
    Execution execution =
        execution(Optional.empty(), Optional.empty(), List.of(), OptionalInt.empty(), Set.of(0));

    Result result =
        image.run(
            runtime,
            settings -> settings.with(execution),
            "grep Cpus_allowed_list /proc/self/status | cut -f2");

    assertEquals("0\n", result.output());
  }

  @Test
  void aProcessorThatIsNotThereIsRefused() {
    Execution execution =
        execution(Optional.empty(), Optional.empty(), List.of(), OptionalInt.empty(), Set.of(1000));

    assertThrows(
        SyscallFailure.class,
        () -> image.run(runtime, settings -> settings.with(execution), "echo"));
  }

  @Test
  void aPersonalityIsWhatUnameTells() {
    Execution execution =
        execution(
            Optional.empty(),
            Optional.of(Personality.COMPATIBLE),
            List.of(),
            OptionalInt.empty(),
            Set.of());

    Result result =
        image.run(
            runtime, settings -> settings.with(execution), "uname -m; cat /proc/self/personality");

    assertEquals(List.of("i686", "00000008"), result.lines());
  }

  @Test
  void rootHasNoGroupsOfWhoeverStartedTheMachine() throws Exception {
    FutureTask<Result> run = new FutureTask<>(() -> withFurtherGroup(4321));
    Thread thread = new Thread(run);
    thread.start();

    assertEquals("0\n", run.get().output());
  }

  private Result withFurtherGroup(int group) {
    ThreadGroups.add(group);
    return image.run(runtime, plain -> plain, "id -G");
  }
}
