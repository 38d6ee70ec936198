package jbuild.runner.machine;

import static org.junit.jupiter.api.Assertions.assertAll;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Set;
import java.util.function.UnaryOperator;
import jbuild.runner.Failure;
import jbuild.runner.linux.Capability;
import jbuild.runner.linux.Contents;
import jbuild.runner.linux.Fd;
import jbuild.runner.linux.Polling;
import jbuild.runner.linux.SyscallFailure;
import jbuild.runner.machine.SmallImage.Result;
import jbuild.runner.settings.Execution;
import jbuild.runner.settings.MachineName;
import jbuild.runner.settings.MachineSettings;
import jbuild.runner.settings.Network;
import jbuild.runner.settings.Payload;
import jbuild.runner.settings.Privileges;
import jbuild.runner.settings.Users;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

@Tag("root")
class MachineTest {
  private static final UnaryOperator<MachineSettings> SHARED = settings -> settings;
  private static final UnaryOperator<MachineSettings> OWN_NETWORK =
      settings -> settings.with(Network.LOOPBACK);
  private static final UnaryOperator<MachineSettings> OWN_USERS =
      settings -> settings.with(Network.LOOPBACK).with(Users.in(SmallImage.USERS));

  @TempDir Path directory;
  private SmallImage image;
  private RuntimeDirectory runtime;

  @BeforeEach
  void makeAnImage() throws IOException {
    image = SmallImage.in(directory);
    runtime = new RuntimeDirectory(directory.resolve("run"));
  }

  @Test
  void thePayloadIsTheFirstProcessAndItsStatusIsTheMachines() {
    Result result = image.run(runtime, SHARED, "echo $$; exit 7");

    assertAll(
        () -> assertEquals("1\n", result.output()),
        () -> assertEquals(new Outcome(Outcome.Kind.EXITED, 7), result.outcome()));
  }

  @Test
  void nothingIsLeftBehind() throws IOException {

    image.run(runtime, SHARED, "sleep 1000 & mount -t tmpfs none /tmp");

    assertEquals(List.of(), image.traces());
    assertEquals(List.of(), SmallImage.records(directory.resolve("run/machines")));
  }

  @Test
  void whatThePayloadStartedEndsWithIt() {
    Result result = image.run(runtime, SHARED, "sleep 1234567 &");

    assertEquals(new Outcome(Outcome.Kind.EXITED, 0), result.outcome());
    assertTrue(
        ProcessHandle.allProcesses()
            .noneMatch(process -> process.info().commandLine().orElse("").contains("1234567")));
  }

  @Test
  void theEnvironmentIsMadeFromNothing() {
    Result result = image.run(runtime, SHARED, "tr '\\0' '\\n' < /proc/1/environ | cut -d= -f1");

    List<String> allowed =
        List.of(
            "PATH",
            "container",
            "TERM",
            "COLORTERM",
            "NO_COLOR",
            "HOME",
            "USER",
            "LOGNAME",
            "container_uuid",
            "NOTIFY_SOCKET",
            "LANG",
            "container_host_version_id",
            "container_host_id",
            "container_host_build_id",
            "container_host_variant_id");
    assertTrue(allowed.containsAll(result.lines()), result.output());
    assertTrue(result.lines().containsAll(List.of("PATH", "container", "NOTIFY_SOCKET")));
  }

  @Test
  void thePayloadHasThreeDescriptorsAndNoBlockedSignal() {
    Result result =
        image.run(
            runtime,
            SHARED,
            "ls /proc/1/fd",
            "grep -E 'Sig(Blk|Ign)' /proc/1/status | tr -d '\\t'");

    assertEquals(
        List.of("0", "1", "2", "SigBlk:0000000000000000", "SigIgn:0000000000000000"),
        result.lines());
  }

  @Test
  void privilegesAreThoseOfSystemdNspawn() {
    String ours = image.run(runtime, SHARED, "grep ^Cap /proc/1/status").output();
    String own = image.run(runtime, OWN_NETWORK, "grep ^CapEff /proc/1/status").output();

    // What this host's root lacks its machines lack too.
    long held = held();
    assertAll(
        () -> assertEquals(0xfdecafffL & held, set(ours, "CapInh")),
        () -> assertEquals(0xfdecafffL & held, set(ours, "CapPrm")),
        () -> assertEquals(0xfdecafffL & held, set(ours, "CapEff")),
        () -> assertEquals(0xfdecafffL & held, set(ours, "CapBnd")),
        () -> assertEquals(0, set(ours, "CapAmb")),
        () -> assertEquals(0xfdecbfffL & held, set(own, "CapEff")));
  }

  private static long held() {
    try {
      return set(Files.readString(Path.of("/proc/self/status")), "CapPrm");
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static long set(String status, String name) {
    String line = status.lines().filter(l -> l.startsWith(name)).findFirst().orElseThrow();
    return Long.parseUnsignedLong(line.substring(name.length() + 1).strip(), 16);
  }

  @Test
  void whatTheKernelTellsOfTheHostCannotBeWrittenOrIsHidden() {
    Result result =
        image.run(
            runtime,
            SHARED,
            "echo 1 > /proc/sys/kernel/panic || echo sysctl",
            "cat /proc/keys > /dev/null || echo keys",
            "stat -c %a /proc/kallsyms",
            "mkdir /sys/x || echo sys");

    List<String> said = result.lines().stream().filter(line -> !line.contains(":")).toList();
    // Root may read a file of mode 0, so what counts is that it is empty.
    assertEquals(List.of("sysctl", "0", "sys"), said);
  }

  @Test
  void aNetworkOfItsOwnHasOnlyALoopbackDeviceThatIsUp() {
    Result result =
        image.run(
            runtime,
            OWN_NETWORK,
            "cd /sys/class/net; echo *",
            "cat lo/operstate",
            "grep -c . /proc/net/route",
            "cd /sys; echo *");

    assertEquals(List.of("lo", "unknown", "1"), result.lines().subList(0, 3));
    assertEquals(
        List.of("block", "bus", "class", "dev", "devices", "fs", "kernel"),
        Arrays.asList(result.lines().get(3).split(" ")));
  }

  @Test
  void usersOfItsOwnAreNobodyOnTheHost() throws IOException {
    Result result =
        image.run(
            runtime,
            OWN_USERS,
            "id -u; cat /proc/1/uid_map | tr -s ' '",
            "touch /etc/made; stat -c %u:%g /etc/made /run /dev/null",
            "set -- /proc/[0-9]*; echo $#");

    assertEquals(List.of("0", " 0 1000013824 65536", "0:0", "0:0", "0:0", "1"), result.lines());
    assertEquals(0, Files.getAttribute(image.root().resolve("etc/made"), "unix:uid"));
  }

  @Test
  void noProcOrSysfsOfTheHostIsLeftInAMachineWithUsersOfItsOwn() {
    Result result =
        image.run(
            runtime,
            OWN_USERS,
            "grep -E ' - (proc|sysfs) ' /proc/self/mountinfo | cut -d' ' -f4,5 | sort");

    assertEquals(
        List.of(
            "/ /proc",
            "/acpi /proc/acpi",
            "/block /sys/block",
            "/bus /proc/bus",
            "/bus /sys/bus",
            "/class /sys/class",
            "/dev /sys/dev",
            "/devices /sys/devices",
            "/fs /proc/fs",
            "/irq /proc/irq",
            "/kernel /sys/kernel",
            "/sys /proc/sys",
            "/sys/net /proc/sys/net"),
        result.lines().stream()
            .filter(line -> !line.matches(".*/proc/(apm|asound|scsi)"))
            .toList());
    assertEquals("", image.run(runtime, OWN_USERS, "ls -A /run | grep '^\\.'").output());
  }

  @Test
  void syncingMayDoNothing() {
    UnaryOperator<MachineSettings> lazy =
        settings -> settings.with(Network.LOOPBACK).with(Execution.STANDARD.withoutSync());

    assertEquals(new Outcome(Outcome.Kind.EXITED, 0), image.run(runtime, lazy, "sync").outcome());
  }

  @Test
  void aProgramThatIsMissingIsNamed() {
    assertEquals("cannot execute /no/such", refusal("/no/such", "/").what());
  }

  @Test
  void aProgramOfTheHostIsNotReachedOverALinkOfProc() throws IOException {
    Files.createSymbolicLink(image.root().resolve("disguised"), Path.of("/proc/self/exe"));

    SyscallFailure failure = refusal("/disguised", "/");

    assertEquals("cannot execute /disguised", failure.what());
    assertEquals("openat2(2) failed with ELOOP, too many links or a forbidden one", failure.why());
  }

  @Test
  void aDirectoryOfTheHostIsNotReachedOverALinkOfProc() {
    assertEquals("cannot change to /proc/self/root", refusal("/bin/sh", "/proc/self/root").what());
  }

  /** Why a machine with this program in this directory does not start. */
  private SyscallFailure refusal(String program, String workingDirectory) {
    MachineSettings settings = image.script(SHARED);
    MachineSettings changed =
        MachineSettings.of(
                settings.name(), settings.source().path(), new Payload.Program(List.of(program)))
            .with(settings.files())
            .with(settings.integration())
            .with(Execution.STANDARD.in(workingDirectory));
    return assertThrows(SyscallFailure.class, () -> SmallImage.run(runtime, changed));
  }

  @Test
  void underTheStubThePayloadHasTheTerminalAndTheFirstProcessHasNone() {
    String lines =
        "cut -d' ' -f7 /proc/1/stat; test -t 0 && echo told >/dev/tty; echo over; read x";
    MachineSettings plain = image.script(SHARED);
    Payload payload = new Payload.Program(List.of("/bin/sh", "-c", lines), true);
    MachineSettings settings =
        MachineSettings.of(plain.name(), plain.source().path(), payload)
            .with(plain.files())
            .with(plain.integration());
    StringBuilder shown = new StringBuilder();

    try (Machine machine = new Launcher(runtime).start(settings, new Stdio.Terminal())) {
      Fd terminal = machine.terminal().orElseThrow();
      Polling polling = new Polling(1);
      polling.watch(0, terminal, true, false);
      byte[] buffer = new byte[4096];
      while (!shown.toString().contains("over")) {
        polling.await(Polling.FOREVER);
        int count = Contents.read(terminal, buffer, buffer.length);
        shown.append(new String(buffer, 0, count, StandardCharsets.UTF_8));
      }
      machine.kill();
      machine.await();
    }

    assertEquals("0\r\ntold\r\nover\r\n", shown.toString());
  }

  @Test
  void readOnlyCoversWhatTheHostHasMountedBelowTheImage() throws Exception {
    Path below = Files.createDirectories(image.root().resolve("srv"));
    UnaryOperator<MachineSettings> readOnly =
        settings -> settings.with(settings.files().lockedUp());
    assertEquals(0, host("mount", "-t", "tmpfs", "none", below.toString()));
    try {
      Result result =
          image.run(runtime, readOnly, "touch /srv/x || touch /x || touch /run/x && echo");

      assertEquals(new Outcome(Outcome.Kind.EXITED, 0), result.outcome());
      assertEquals(0, below.toFile().list().length);
      assertFalse(Files.exists(image.root().resolve("x")));
    } finally {
      host("umount", below.toString());
    }
  }

  private static int host(String... words) throws Exception {
    return new ProcessBuilder(words).start().waitFor();
  }

  @Test
  void aCapabilityThatWasGivenIsThere() {
    UnaryOperator<MachineSettings> powerful =
        settings -> settings.with(Privileges.with(Set.of(Capability.NET_ADMIN)));
    String[] question = {
      "while read -r name mask; do",
      "  [ $name != CapEff: ] || echo $((0x$mask >> 12 & 1))",
      "done </proc/self/status"
    };

    Result without = image.run(runtime, SHARED, question);
    Result with = image.run(runtime, powerful, question);

    assertEquals("0\n", without.output());
    assertEquals("1\n", with.output());
  }

  @Test
  void aDirectoryThatIsNoSystemStaysAsItIs() throws IOException {
    SmallImage empty = new SmallImage(Files.createDirectory(directory.resolve("empty")));

    Failure failure = assertThrows(Failure.class, () -> empty.run(runtime, SHARED, "true"));

    assertEquals("it is not the root of a system: no /usr", failure.why());
    assertEquals(0, empty.root().toFile().list().length);
  }

  @Test
  void anImageWithoutInitIsNotBooted() throws IOException {
    Files.writeString(image.root().resolve("etc/os-release"), "ID=small\n");
    MachineSettings boot =
        MachineSettings.of(
            new MachineName(SmallImage.NAME), image.root(), new Payload.Boot(List.of()));

    Failure failure = assertThrows(Failure.class, () -> SmallImage.run(runtime, boot));

    assertEquals("no init in it: neither systemd nor /sbin/init", failure.why());
  }

  @Test
  void linksOfAHostileImageLeadNowhereOnTheHost() throws IOException {
    Path victim = Files.createDirectories(directory.resolve("victim"));
    for (String name : List.of("dev", "proc", "sys", "run", "tmp", "root")) {
      Files.createSymbolicLink(image.root().resolve(name), Path.of("../../victim"));
    }
    Files.createDirectories(image.root().resolve("victim"));

    assertThrows(Failure.class, () -> image.run(runtime, SHARED, "true"));

    assertEquals(List.of(), Files.list(victim).toList());
  }

  @Test
  void aFifoForAMachineIdIsRefusedAtOnce() throws Exception {
    new ProcessBuilder("mkfifo", image.root().resolve("etc/machine-id").toString())
        .start()
        .waitFor();

    Failure failure = assertThrows(Failure.class, () -> image.run(runtime, SHARED, "true"));

    assertEquals("it is a FIFO", failure.why());
    assertFalse(Files.exists(directory.resolve("run/machines/" + SmallImage.NAME)));
  }
}
