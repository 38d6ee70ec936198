package jbuild.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.Set;
import jbuild.runner.ExitStatus;
import jbuild.runner.Failure;
import jbuild.runner.console.Console;
import jbuild.runner.image.Image;
import jbuild.runner.linux.Capability;
import jbuild.runner.machine.Foreground;
import jbuild.runner.network.Reach;
import jbuild.runner.settings.CustomMount;
import jbuild.runner.settings.Execution;
import jbuild.runner.settings.FileView;
import jbuild.runner.settings.Identity;
import jbuild.runner.settings.Integration;
import jbuild.runner.settings.MachineName;
import jbuild.runner.settings.MachineSettings;
import jbuild.runner.settings.Network;
import jbuild.runner.settings.Payload;
import jbuild.runner.settings.Privileges;
import jbuild.runner.settings.ResolvConf;
import jbuild.runner.settings.Users;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import picocli.CommandLine;

class StartCommandTest {
  private static final int PAYLOAD_STATUS = 7;
  private static final Privileges STRICT =
      new Privileges(
          Set.of(),
          Set.of(),
          Set.of(),
          false,
          new Privileges.SystemCalls(List.of(), List.of(), true),
          Privileges.Selinux.NONE);
  private static final Users OWN_USERS =
      new Users(new Users.Mapping.Pick(), Users.Ownership.MAP, Users.Bound.NOBODY);
  private static final Integration JOURNAL =
      new Integration(
          ResolvConf.AUTO,
          Integration.Timezone.AUTO,
          Integration.JournalLink.TRY_GUEST,
          Integration.Registration.AUTO,
          false,
          List.of());

  private static final Network ROUTED =
      new Network(
          true,
          true,
          List.of(),
          List.of(),
          List.of(),
          List.of(),
          Optional.empty(),
          Optional.empty(),
          Optional.empty(),
          List.of(),
          Optional.of(Network.Uplink.STANDARD));

  @TempDir Path directory;
  private final StringWriter out = new StringWriter();
  private final StringWriter err = new StringWriter();
  private Started started;

  private record Started(MachineSettings settings, Console console) {}

  @Test
  void bootsWhatIsNamedWithTheDefaultsOfTheUnitAndLessOfTheKernel() {
    int status = run("/images/web");

    assertEquals(PAYLOAD_STATUS, status);
    assertEquals(
        new Started(
            MachineSettings.of(
                    new MachineName("web"),
                    Path.of("/images/web"),
                    new Payload.Boot(List.of("single")))
                .with(STRICT)
                .with(OWN_USERS)
                .with(JOURNAL)
                .with(ROUTED),
            Console.READ_ONLY),
        started);
  }

  @Test
  void passesOnEveryOption() {
    run(
        "/images/web",
        "--machine=other",
        "--hostname=host",
        "-E",
        "A=1",
        "--setenv=B=2",
        "--bind=/srv",
        "--bind-ro=/opt:/mnt",
        "--chdir=/tmp",
        "--read-only",
        "--private-network",
        "--suppress-sync=yes",
        "--capability=CAP_SYS_TIME,cap_sys_module",
        "--notify-ready=yes",
        "--pipe");

    assertEquals(
        new Started(
            MachineSettings.of(
                    new MachineName("other"),
                    Path.of("/images/web"),
                    new Payload.Boot(List.of("single")))
                .with(new Identity(new MachineName("other"), Optional.of("host"), Optional.empty()))
                .with(
                    new Execution(
                        Map.of("A", "1", "B", "2"),
                        Optional.of("/tmp"),
                        Optional.empty(),
                        OptionalInt.empty(),
                        true,
                        true,
                        Optional.empty(),
                        List.of(),
                        OptionalInt.empty(),
                        Set.of()))
                .with(
                    FileView.with(
                            List.of(
                                CustomMount.Bind.of(Path.of("/srv"), "/srv", false),
                                CustomMount.Bind.of(Path.of("/opt"), "/mnt", true)))
                        .lockedUp())
                .with(
                    new Privileges(
                        Set.of(Capability.SYS_TIME, Capability.SYS_MODULE),
                        Set.of(),
                        Set.of(),
                        false,
                        STRICT.systemCalls(),
                        Privileges.Selinux.NONE))
                .with(OWN_USERS)
                .with(JOURNAL)
                .with(Network.LOOPBACK),
            Console.PIPE),
        started);
  }

  @Test
  void bootsTheImageLastBuiltWhenNothingIsNamed() {
    run("--output-dir=images");

    assertEquals(Path.of("images/last").toAbsolutePath(), started.settings().source().path());
  }

  @Test
  void saysThatTheMachineUsesTheNetworkOfTheHost() {
    run("/images/web", "--network=host");

    assertEquals("jbuild: web uses the network of this host\n", err.toString());
  }

  @Test
  void saysNothingOnRequest() {
    run("/images/web", "--quiet");

    assertEquals("", err.toString());
  }

  @Test
  void takesOptionsInTheOrderInWhichTheyWereTyped() {
    run("/images/web", "--tmpfs=/a", "--bind=/srv", "--tmpfs", "/b", "--volatile=state");

    FileView files = started.settings().files();
    assertEquals(
        List.of("/a", "/srv", "/b"), files.mounts().stream().map(CustomMount::target).toList());
    assertEquals(FileView.Volatility.STATE, files.volatility());
  }

  @Test
  void readsTheSettingsFileBesideAnImageUnlessOneSaysOtherwise() throws IOException {
    Path file = directory.resolve("web.nspawn");
    Files.writeString(file, "[Exec]\nHostname=file\nCapability=CAP_BPF\nX\u001b[2J=1\n");

    run("--output-dir=" + directory, "web", "--quiet");
    Optional<String> first = started.settings().identity().hostname();
    run("--output-dir=" + directory, "web", "--quiet", "--hostname=typed", "--settings=no");
    Optional<String> second = started.settings().identity().hostname();

    assertEquals(Optional.of("file"), first);
    assertEquals(Optional.of("typed"), second);
    assertEquals(
        """
        %s:4: ignoring the unknown key X\\x1b[2J
        %s: ignoring Capability=: the file is not trusted
        """
            .formatted(file, file),
        err.toString());
  }

  @Test
  void printsWhatAValueCanBe() {
    int status = run("/images/web", "--volatile=help");

    assertEquals(0, status);
    assertEquals("no\nyes\nstate\noverlay\n", out.toString());
  }

  @Test
  void refusesTwoImages() {
    int status = run("/images/web", "-D", "/usr");

    assertEquals(ExitStatus.WRONG_USAGE.code(), status);
    assertEquals(
        """
        error: cannot start both '/images/web' and /usr
          why: one machine has one image
          fix: name one of them
        """,
        err.toString());
  }

  @Test
  void writesDownWhoseStatusItIs() throws IOException {
    Path file = directory.resolve("status");

    run("/images/web", "--status-file=" + file);
    String payload = Files.readString(file);
    run("/images/missing", "--status-file=" + file);

    assertEquals("payload 7\n", payload);
    assertEquals("jbuild 2\n", Files.readString(file));
  }

  private int run(String... words) {
    ImageFinder images =
        (target, output, changes) -> {
          if (target.equals(Optional.of("/images/missing"))) {
            throw new Failure(ExitStatus.WRONG_USAGE, "what", "why", "fix");
          }
          return new Image.Directory(output.resolve(target.orElse("last")));
        };
    Machines machines =
        new Machines() {
          @Override
          public void copyTemplate(
              MachineSettings settings, Path template, Foreground.Events events) {
            throw new AssertionError("there is no template");
          }

          @Override
          public int run(
              MachineSettings settings,
              Console console,
              Optional<String> background,
              Foreground.Events events) {
            events.started(settings, console, Reach.NONE);
            started = new Started(settings, console);
            return PAYLOAD_STATUS;
          }

          @Override
          public Console fittingConsole() {
            return Console.READ_ONLY;
          }

          @Override
          public void cleanUp() {
            throw new IllegalStateException("nobody asked for it");
          }
        };
    Starter starter = new Starters(images, machines).of(Starters.BOOT, List.of("single"));
    StartCommand boot = StartCommand.boot(starter);
    return new CommandLine(boot.spec())
        .setOut(new PrintWriter(out, true))
        .setErr(new PrintWriter(err, true))
        .setOverwrittenOptionsAllowed(true)
        .setExecutionExceptionHandler(new FailurePrinter(directory))
        .execute(words);
  }
}
