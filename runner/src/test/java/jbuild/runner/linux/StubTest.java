package jbuild.runner.linux;

import static org.junit.jupiter.api.Assertions.assertAll;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

@Tag("root")
class StubTest {
  private static final Map<String, String> PATH = Map.of("PATH", "/usr/bin:/bin");
  private static final Ending POWERED_OFF = new Ending(true, Signals.INT);
  private static final Ending REBOOTED = new Ending(true, Signals.HUP);

  @TempDir Path directory;

  @Test
  void theFirstProcessShowsNothingOfTheHost() {
    ProgramRun run =
        underStub(
            "tr '\\0' , </proc/1/cmdline; echo",
            "cat /proc/1/comm",
            "readlink /proc/1/exe",
            "wc -c </proc/1/environ",
            "ls /proc/1/fd | wc -l",
            "grep SigBlk /proc/1/status");

    assertEquals(
        List.of(
            "(sd-stubinit),",
            "(sd-stubinit)",
            "/memfd:jbuild (deleted)",
            "0",
            "0",
            "SigBlk:\tfffc3f0ffffafefd"),
        run.output().lines().toList());
  }

  @Test
  void thePayloadIsTheSecondProcessInASessionOfItsOwnWithNothingButStandardDescriptors() {
    ProgramRun run =
        underStub(
            "echo $$; cut -d' ' -f4-6 /proc/$$/stat",
            "ls /proc/$$/fd",
            "grep -E 'Sig(Blk|Ign)' /proc/$$/status | tr -d '\\t'",
            "tr '\\0' '\\n' </proc/$$/environ",
            "exit 7");

    assertEquals(
        List.of(
            "2",
            "1 2 2",
            "0",
            "1",
            "2",
            "SigBlk:0000000000000000",
            "SigIgn:0000000000000000",
            "PATH=/usr/bin:/bin"),
        run.output().lines().toList());
    assertEquals(new Ending(false, 7), run.ending());
  }

  @Test
  void aKilledPayloadIsStatus255() {
    assertEquals(new Ending(false, 255), underStub("kill -SEGV $$").ending());
  }

  @Test
  void orphansAreReaped() {
    ProgramRun run =
        underStub(
            "sh -c 'sh -c exit\\ 3 & sh -c exit\\ 4 &'",
            "while grep -q 'State:.Z' /proc/[0-9]*/status 2>/dev/null; do :; done",
            "echo none",
            "exit 5");

    assertEquals("none\n", run.output());
    assertEquals(new Ending(false, 5), run.ending());
  }

  @ParameterizedTest
  @ValueSource(ints = {37, 38, 47, 48})
  void aSignalForPowerOffEndsThePayloadPolitely(int signal) {
    ProgramRun run = interrupted(Signals.TERM, Signals.HUP, signal);

    assertEquals("1\n2\n3\nHUP\nTERM\n", run.output());
    assertEquals(POWERED_OFF, run.ending());
  }

  @ParameterizedTest
  @ValueSource(ints = {2, 39, 40, 49, 50})
  void aSignalForRebootDoesSoToo(int signal) {
    ProgramRun run = interrupted(Signals.TERM, 12, signal);

    assertEquals("1\n2\n3\nHUP\nTERM\n", run.output());
    assertEquals(REBOOTED, run.ending());
  }

  @Test
  void aStoppedPayloadHearsOfTheShutdownToo() {
    ProgramRun run = interrupted(38, "trap 'exit 0' TERM; echo 1; kill -STOP $$; sleep 1234");

    assertEquals(POWERED_OFF, run.ending());
  }

  @Test
  void withoutTheRightToRebootTheStatusSaysSo() {
    ProgramRun run =
        ProgramRun.of(
            program -> {
              program.leaveJava(List.of());
              Confinement confinement = new Confinement(program);
              confinement.bound(Set.of());
              confinement.keep(Set.of(), Set.of());
              program.executeUnderStub("/bin/sh", shell("echo 1; exec sleep 1234"), PATH);
            },
            40);

    assertEquals(new Ending(false, 133), run.ending());
  }

  @Test
  void whatCannotBeExecutedIsNamedWithAndWithoutStub() {
    SyscallFailure alone =
        assertThrows(SyscallFailure.class, () -> payload("/nowhere/program", List.of("program")));
    SyscallFailure second =
        assertThrows(
            SyscallFailure.class,
            () ->
                ProgramRun.of(
                    program -> {
                      program.leaveJava(List.of());
                      program.executeUnderStub("/nowhere/program", List.of("program"), PATH);
                    }));

    assertAll(
        () -> assertEquals("cannot execute /nowhere/program", alone.what()),
        () -> assertEquals("execve(2) failed with ENOENT, no such file or directory", alone.why()),
        () -> assertEquals("cannot execute /nowhere/program", second.what()),
        () ->
            assertEquals("execve(2) failed with ENOENT, no such file or directory", second.why()));
  }

  @Test
  void aScriptCannotMakeJavaItsInterpreter() throws IOException {
    Path script = executable("script", "#!/proc/self/exe\n".getBytes(StandardCharsets.UTF_8));

    // Java, in the old way: it complains about its arguments.
    assertEquals(new Ending(false, 1), executedByJava(script));
    assertEquals(
        new ProgramRun("", new Ending(false, 127)), payload(script.toString(), List.of("script")));
  }

  @Test
  void aProgramCannotMakeJavaItsLoader() throws IOException {
    String system =
        new String(Files.readAllBytes(Path.of("/bin/true")), StandardCharsets.ISO_8859_1);
    String loader = system.replaceFirst("(?s).*?(/lib[^\0]*/ld-[^\0]*\0).*", "$1");
    String java = "/proc/self/exe" + "\0".repeat(loader.length() - "/proc/self/exe".length());
    byte[] changed = system.replace(loader, java).getBytes(StandardCharsets.ISO_8859_1);
    Path program = executable("program", changed);

    assertTrue(executedByJava(program).number() != 127);
    assertEquals(
        new ProgramRun("", new Ending(false, 127)),
        payload(program.toString(), List.of("program")));
  }

  @Test
  void aDescriptorThatIsPassedIsTheThird() throws IOException {
    Path file = Files.writeString(directory.resolve("file"), "passed\n");
    try (Fd passed = Descriptors.onHost(BytePath.of(file.toString()), Descriptors.O_RDONLY)) {
      ProgramRun run =
          ProgramRun.of(
              program -> {
                program.leaveJava(List.of(passed));
                program.execute("/bin/sh", shell("cat <&3; ls /proc/$$/fd"), PATH);
              });

      assertEquals("passed\n0\n1\n2\n3\n", run.output());
    }
  }

  @Test
  void argumentsMayBeLong() {
    String word = "x".repeat(100_000);

    ProgramRun run =
        payload(
            "/bin/sh", List.of("sh", "-c", "echo $#", "sh", word, word, word, word, word, word));

    assertEquals("6\n", run.output());
  }

  private static ProgramRun underStub(String... lines) {
    return ProgramRun.of(
        program -> {
          program.leaveJava(List.of());
          program.executeUnderStub("/bin/sh", shell(lines), PATH);
        });
  }

  /** The payload counts what reaches it until it is told to end. */
  private static ProgramRun interrupted(int first, int second, int third) {
    return ProgramRun.of(
        program -> {
          program.leaveJava(List.of());
          program.executeUnderStub(
              "/bin/sh",
              shell(
                  "trap 'echo TERM' TERM; trap 'echo HUP; ended=1' HUP",
                  "echo 1; echo 2; echo 3",
                  "until [ \"$ended\" ]; do sleep 0.01; done"),
              PATH);
        },
        first,
        second,
        third);
  }

  private static ProgramRun interrupted(int signal, String... lines) {
    return ProgramRun.of(
        program -> {
          program.leaveJava(List.of());
          program.executeUnderStub("/bin/sh", shell(lines), PATH);
        },
        signal);
  }

  private static ProgramRun payload(String path, List<String> argv) {
    return ProgramRun.of(
        program -> {
          program.leaveJava(List.of());
          program.execute(path, argv, PATH);
        });
  }

  private static List<String> shell(String... lines) {
    return List.of("sh", "-c", String.join("\n", lines));
  }

  private Path executable(String name, byte[] content) throws IOException {
    Path file = Files.write(directory.resolve(name), content);
    return Files.setPosixFilePermissions(file, PosixFilePermissions.fromString("rwxr-xr-x"));
  }

  /** As the child of a Java whose memory it shares. */
  private static Ending executedByJava(Path program) {
    NativeMemory memory = new NativeMemory(4096);
    CallTable table = new CallTable(memory, 8);
    try (Fd nothing = Descriptors.onHost(BytePath.of("/dev/null"), Descriptors.O_RDWR)) {
      table.add("be silent", Call.DUP3, nothing.number(), 1, 0);
      table.add("be silent", Call.DUP3, nothing.number(), 2, 0);
      long argv = memory.texts(List.of("program"));
      table.add(
          "execute", Call.EXECVE, memory.text(program.toString()), argv, memory.texts(List.of()));
      table.recoverWith(table.add("end", Call.EXIT, 127));
      Cloning cloning = new Cloning("a child", table);
      cloning.makeChild(0);
      try (Fd made = cloning.walk().pidfd()) {
        return Ending.await(made);
      }
    }
  }
}
