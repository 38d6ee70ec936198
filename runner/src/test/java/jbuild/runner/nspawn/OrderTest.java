package jbuild.runner.nspawn;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.Set;
import jbuild.runner.Failure;
import jbuild.runner.linux.Capability;
import jbuild.runner.linux.ResourceLimit;
import jbuild.runner.linux.ResourceLimit.Resource;
import jbuild.runner.settings.CustomMount;
import jbuild.runner.settings.Execution;
import jbuild.runner.settings.FileView;
import jbuild.runner.settings.FileView.KernelAccess;
import jbuild.runner.settings.MachineName;
import jbuild.runner.settings.MachineSettings;
import jbuild.runner.settings.Payload;
import jbuild.runner.settings.Users;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class OrderTest {
  @TempDir Path directory;

  @Test
  void hasTheDefaultsOfTheOriginal() throws IOException {
    Path web = Files.createDirectory(directory.resolve("web")).toRealPath();

    Order order = order("-D", web.toString(), "ls", "-l");

    assertEquals(
        new Order(
            MachineSettings.of(
                new MachineName("web"), web, new Payload.Program(List.of("ls", "-l"))),
            Optional.empty(),
            Optional.empty(),
            false,
            Optional.empty()),
        order);
  }

  @Test
  void turnsAssignmentsBehindBootIntoVariables() {
    Order order = here("-b", "systemd.unit=rescue.target", "my-key=1", "quiet", "A=b=c");

    assertEquals(
        new Payload.Boot(List.of("systemd.unit=rescue.target", "quiet")),
        order.settings().payload());
    assertEquals(Map.of("my_key", "1", "A", "b=c"), order.settings().execution().environment());
  }

  @Test
  void passesOnHowThePayloadRuns() {
    Order order =
        here(
            "-a",
            "--chdir=/tmp",
            "-E",
            "A=1",
            "-E",
            "HOME",
            "--uid=ada",
            "--kill-signal=SIGTERM",
            "--notify-ready=yes",
            "--suppress-sync=ON",
            "--rlimit=NOFILE=5:7",
            "--oom-score-adjust=-3",
            "--cpu-affinity=0-1,3",
            "true");

    assertEquals(
        new Execution(
            Map.of("A", "1", "HOME", "/home/of/caller"),
            Optional.of("/tmp"),
            Optional.of("ada"),
            OptionalInt.of(15),
            true,
            true,
            Optional.empty(),
            List.of(new ResourceLimit(Resource.NOFILE, 5, 7)),
            OptionalInt.of(-3),
            Set.of(0, 1, 3)),
        order.settings().execution());
    assertEquals(new Payload.Program(List.of("true"), true), order.settings().payload());
  }

  @Test
  void keepsMountsInTheOrderGiven() {
    Order order = here("--tmpfs=/a", "--bind=/srv:/b:norbind,idmap", "--bind-ro=+/c:/d");

    assertEquals(
        List.of(
            new CustomMount.Tmpfs("/a", ""),
            new CustomMount.Bind(
                new CustomMount.Origin.Host(Path.of("/srv")),
                "/b",
                false,
                false,
                CustomMount.Owners.MAPPED),
            new CustomMount.Bind(
                new CustomMount.Origin.Image("/c"),
                "/d",
                true,
                true,
                CustomMount.Owners.AS_THEY_ARE)),
        order.settings().files().mounts());
  }

  @Test
  void picksUsersAndMapsThemForTheShortOption() {
    Order order = here("-U");

    assertEquals(
        new Users(new Users.Mapping.Pick(), Users.Ownership.AUTO, Users.STANDARD.bound()),
        order.settings().users());
  }

  @Test
  void addsTheCapabilitiesOfAllOptions() {
    Order order = here("--capability=CAP_BPF", "--capability=cap_net_admin,5");

    assertEquals(
        Set.of(Capability.BPF, Capability.NET_ADMIN, Capability.KILL),
        order.settings().privileges().added());
  }

  @Test
  void callsEachSnapshotByAnotherName() {
    String name = here("-x", "true").settings().name().value();

    assertTrue(
        name.matches(MachineName.from(directory.getFileName().toString()) + "-[0-9a-f]{16}"), name);
  }

  @Test
  void saysNothingWhereOutputIsAPipe() {
    assertEquals(true, here("-P", "true").quiet());
    assertEquals(Optional.of(ConsoleMode.PIPE), here("-P", "true").console());
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "-b -a",
        "-b --ambient-capability=CAP_BPF",
        "-i /dev/null",
        "--mstack=/x",
        "--template=/x -x",
        "-x --link-journal=host",
        "--private-users-ownership=chown --read-only --private-users=pick",
        "--private-users-ownership=chown --volatile --private-users=pick",
        "--bind-user=ada",
        "--inaccessible=/",
        "--bind=/srv:/ --private-users=pick",
        "--private-users=managed",
        "--private-users-delegate=1",
        "--network-bridge=a --network-zone=b",
        "--network-namespace-path=/x --network-veth",
        "--port=80",
        "--forward-journal-max-files=3",
        "--set-credential=a:b -u ada",
      })
  void refusesWhatDoesNotFitTogether(String words) {
    Failure failure = assertThrows(Failure.class, () -> here(words.split(" ")));

    assertTrue(failure.what().startsWith("cannot use "), failure.getMessage());
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "--private-users=managed --private-network",
        "--root-hash=0123456789abcdef0123456789abcdef",
        "--forward-journal=/x",
      })
  void doesNotStartWithoutWhatWasAskedFor(String words) {
    Failure failure = assertThrows(Failure.class, () -> here(words.split(" ")));

    assertEquals("cannot start the machine", failure.what());
  }

  private Order here(String... words) {
    List<String> all = new ArrayList<>(List.of("-D", directory.toString()));
    all.addAll(List.of(words));
    return order(all.toArray(String[]::new));
  }

  @Test
  void doesAsTheEnvironmentSaysAboutTheKernelAndTmp() {
    String writable = "SYSTEMD_NSPAWN_API_VFS_WRITABLE";

    assertEquals(KernelAccess.LOCKED, with(Map.of(writable, "0"), "ls").kernel());
    assertEquals(KernelAccess.NETWORK, with(Map.of(writable, "network"), "ls").kernel());
    assertEquals(KernelAccess.WRITABLE, with(Map.of(writable, "yes"), "ls").kernel());
    assertEquals(
        KernelAccess.NETWORK,
        with(Map.of(writable, "network"), "--private-users=pick", "--private-network").kernel());
    assertThrows(
        Failure.class, () -> with(Map.of(writable, "network"), "--private-users=pick", "ls"));
    assertThrows(Failure.class, () -> with(Map.of(writable, "1"), "-U", "--private-network"));
    assertTrue(with(Map.of(), "ls").ownTmp());
    assertFalse(with(Map.of("SYSTEMD_NSPAWN_TMPFS_TMP", "0"), "ls").ownTmp());
  }

  @Test
  void knowsWhichMachinesWriteTheirImage() {
    assertTrue(with(Map.of(), "ls").writesImage());
    assertFalse(with(Map.of(), "--read-only", "--bind=/srv:/x").writesImage());
    assertFalse(with(Map.of(), "--bind=/srv:/").writesImage());
    assertFalse(with(Map.of(), "--read-only", "--bind-ro=+/a:/b").writesImage());
    assertTrue(with(Map.of(), "--bind=+/:/").writesImage());
    assertTrue(with(Map.of(), "--volatile", "--bind=+/a:/b").writesImage());
    assertTrue(with(Map.of(), "--read-only", "--overlay=/srv:+/a:/b").writesImage());
  }

  private FileView with(Map<String, String> environment, String... words) {
    List<String> all = new ArrayList<>(List.of("-D", directory.toString()));
    all.addAll(List.of(words));
    Draft draft = new Draft(new Surroundings(environment, "host"));
    List<String> rest = new Getopt("program", Options.all(), draft).parse(all);
    return Order.of(draft, Target.of(draft), rest).settings().files();
  }

  private static Order order(String... words) {
    Draft draft = new Draft(new Surroundings(Map.of("HOME", "/home/of/caller"), "host"));
    List<String> rest = new Getopt("program", Options.all(), draft).parse(List.of(words));
    return Order.of(draft, Target.of(draft), rest);
  }
}
