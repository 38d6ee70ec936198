package jbuild.runner.machine;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.Set;
import java.util.function.UnaryOperator;
import jbuild.runner.Failure;
import jbuild.runner.linux.BytePath;
import jbuild.runner.linux.Contents;
import jbuild.runner.linux.Descriptors;
import jbuild.runner.linux.Fd;
import jbuild.runner.linux.Pipe;
import jbuild.runner.linux.SharedNamespace;
import jbuild.runner.settings.Credential;
import jbuild.runner.settings.Execution;
import jbuild.runner.settings.Integration;
import jbuild.runner.settings.MachineSettings;
import jbuild.runner.settings.Network;
import jbuild.runner.settings.Privileges;
import jbuild.runner.settings.Users;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What passes between the host and a machine beside files. */
@Tag("root")
class IntegrationTest {
  private static final List<Credential> SECRETS =
      List.of(
          new Credential("first", "one\n".getBytes(StandardCharsets.US_ASCII)),
          new Credential("second", new byte[0]));

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
  }

  private static UnaryOperator<MachineSettings> with(Integration integration) {
    return settings -> settings.with(integration);
  }

  private List<String> lines(UnaryOperator<MachineSettings> changed, String... script) {
    return image.run(runtime, changed, script).lines();
  }

  @Test
  void secretsAreFilesThatOnlyRootCanReadAndNobodyCanChange() {
    UnaryOperator<MachineSettings> secret = with(Integration.NONE.with(SECRETS));

    List<String> lines =
        lines(
            secret,
            "cd $CREDENTIALS_DIRECTORY && pwd",
            "stat -c '%n %a %u:%g %s' . first second",
            "cat first",
            "grep ' /run/host/credentials ' /proc/self/mountinfo | cut -d' ' -f5,6,9,11");

    assertEquals(
        List.of(
            "/run/host/credentials",
            ". 500 0:0 0",
            "first 400 0:0 4",
            "second 400 0:0 0",
            "one",
            "/run/host/credentials ro,nosuid,nodev,noexec,relatime ramfs ro,mode=700"),
        lines.stream().map(line -> line.replace("- ", "")).toList());
  }

  @Test
  void secretsBelongToTheRootOfAMachineWithUsersOfItsOwn() {
    UnaryOperator<MachineSettings> apart =
        settings ->
            settings
                .with(Integration.NONE.with(SECRETS))
                .with(Network.LOOPBACK)
                .with(Users.in(SmallImage.USERS));

    assertEquals(
        List.of("400 0:0", "500 0:0", "one"),
        lines(apart, "cd /run/host/credentials", "stat -c '%a %u:%g' first .", "cat first 2>&1"));
  }

  @Test
  void secretsAreForEverybodyWhereNobodyCanBecomeRoot() {
    Execution standard = Execution.STANDARD;
    Execution asAda =
        new Execution(
            Map.of(),
            Optional.empty(),
            Optional.of("ada"),
            OptionalInt.empty(),
            false,
            false,
            Optional.empty(),
            standard.limits(),
            OptionalInt.empty(),
            Set.of());
    Privileges none = Privileges.STANDARD;
    Privileges noNew =
        new Privileges(
            none.added(), none.dropped(), none.ambient(), true, none.systemCalls(), none.selinux());
    UnaryOperator<MachineSettings> ada =
        settings -> settings.with(Integration.NONE.with(SECRETS)).with(asAda);

    assertEquals(
        List.of("500", "cat: /run/host/credentials/first: Permission denied"),
        lines(ada, "stat -c %a /run/host/credentials; cat /run/host/credentials/first 2>&1"));
    assertEquals(
        List.of("555", "444", "one"),
        lines(
            settings -> ada.apply(settings).with(noNew),
            "cd /run/host/credentials; stat -c %a . first; cat first"));
  }

  @Test
  void aPayloadIsToldWhoRunsIt() {
    assertEquals(
        List.of("other", "other"),
        lines(
            with(Integration.NONE.runBy("other")),
            "echo $container; cat /run/host/container-manager"));
  }

  @Test
  void aMachineCanShareNamespacesOfTheHost() throws IOException {
    String question = "for name in ipc pid uts; do readlink /proc/self/ns/$name; done";
    Integration all =
        Integration.NONE.sharing(
            Set.of(SharedNamespace.HOSTNAME, SharedNamespace.MESSAGES, SharedNamespace.PROCESSES));

    assertEquals(
        List.of(
            Files.readSymbolicLink(Path.of("/proc/self/ns/ipc")).toString(),
            Files.readSymbolicLink(Path.of("/proc/self/ns/pid")).toString(),
            Files.readSymbolicLink(Path.of("/proc/self/ns/uts")).toString()),
        lines(with(all), question));
  }

  @Test
  void aPayloadHasThePassedDescriptorsFromThreeOn() {
    try (Pipe output = Pipe.open("output");
        Pipe passed = Pipe.open("passed");
        Fd nothing = Descriptors.onHost(BytePath.of("/dev/null"), Descriptors.O_RDONLY)) {
      Stdio stdio =
          new Stdio.Descriptors(
              nothing, output.writing(), output.writing(), List.of(nothing, passed.writing()));
      MachineSettings settings =
          image.script(
              UnaryOperator.identity(),
              "tr '\\0' '\\n' </proc/1/environ | grep -A2 ^LISTEN_FDS",
              "ls /proc/self/fd | tr '\\n' ' '",
              "echo hello >&4");
      try (Machine machine = new Launcher(runtime).start(settings, stdio)) {
        passed.stopWriting();
        output.stopWriting();
        String said = new String(Contents.read(output.reading(), 4096), StandardCharsets.UTF_8);

        assertEquals(
            "LISTEN_FDS=2\nLISTEN_PID=1\nNOTIFY_SOCKET=/run/host/notify\n0 1 2 3 4 5 ", said);
        assertEquals("hello\n", new String(Contents.read(passed.reading(), 100)));
        assertEquals(new Outcome(Outcome.Kind.EXITED, 0), machine.await());
      }
    }
  }

  @Test
  void socketsForAnotherProcessAreNotOurs() {
    assertEquals(List.of(), PassedSockets.named(Map.of("LISTEN_FDS", "1", "LISTEN_PID", "17"), 18));
    assertEquals(List.of(), PassedSockets.named(Map.of("LISTEN_FDS", "1"), 18));
  }

  @Test
  void whatWasNotPassedIsNotPassedOn() {
    // Whatever 3 is here: the files that Java opens are its own.
    Failure wrong = assertThrows(Failure.class, () -> named("999"));
    assertEquals("cannot pass on the sockets that we were given", wrong.what());
    assertThrows(Failure.class, () -> named("many"));
    assertThrows(Failure.class, () -> named("-1"));
  }

  private static List<Fd> named(String count) {
    return PassedSockets.named(Map.of("LISTEN_FDS", count, "LISTEN_PID", "18"), 18);
  }
}
