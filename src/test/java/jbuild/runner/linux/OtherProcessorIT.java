package jbuild.runner.linux;

import static org.junit.jupiter.api.Assertions.assertAll;
import static org.junit.jupiter.api.Assertions.assertEquals;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import jbuild.tools.Finished;
import jbuild.tools.ToolsImage;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * The machine code for aarch64, executed by an emulator: harmless calls only, none of namespaces.
 */
@Tag("root")
class OtherProcessorIT {
  private static final int REPORTS = 3;
  private static final int STDOUT = 1;
  private static final int SIGUSR2 = 12;
  private static final long SA_RESTORER = 0x04000000;

  private final ToolsImage tools = ToolsImage.get();
  private final Stub stub = new Stub(Architecture.AARCH64, REPORTS);
  private final NativeMemory memory = stub.memory();
  private final CallTable table = stub.table();

  @TempDir Path directory;

  @Test
  void makesOneCallAfterTheOther() throws IOException {
    table.attempt("close nothing", Call.CLOSE, 99);
    table.exactly(3, "write", Call.WRITE, STDOUT, memory.text("one"), 3);
    for (int i = 0; i < 100; i++) {
      table.add("write", Call.WRITE, STDOUT, memory.text(","), 1);
    }
    CallTable.Entry copy = table.add("copy", Call.FCNTL, STDOUT, 0, 200);
    CallTable.Entry write = table.add("write", Call.WRITE, 0, memory.text("two\n"), 4);
    copy.resultTo(write, 0);
    stub.execute("/bin/echo", List.of("echo", "argument"), Map.of());

    Finished finished = run(stub.image());

    assertEquals("one" + ",".repeat(100) + "two\nargument\n", finished.output());
    assertEquals(0, finished.status());
  }

  @Test
  void reportsWhichCallFailed() throws IOException {
    table.add("write", Call.WRITE, STDOUT, memory.text("begun\n"), 6);
    table.add("close nothing", Call.CLOSE, 99);
    stub.execute("/bin/echo", List.of("echo", "never"), Map.of());

    Finished finished = run(stub.image());

    assertAll(
        () -> assertEquals("begun\n", finished.output()),
        () -> assertEquals(127, finished.status()),
        () -> assertEquals("cannot close nothing", failure().what()),
        () -> assertEquals("close(2) failed with EBADF, bad file descriptor", failure().why()));
  }

  @Test
  void reportsWhichCallReturnedSomethingElse() throws IOException {
    table.exactly(7, "write seven bytes", Call.WRITE, STDOUT, memory.text("three"), 3);
    stub.execute("/bin/echo", List.of("echo", "never"), Map.of());

    Finished finished = run(stub.image());

    assertEquals("thr", finished.output());
    assertEquals("cannot write seven bytes", failure().what());
  }

  @Test
  void theFirstProcessReapsAndPassesOnTheStatusOfTheSecond() throws IOException {
    stub.executeAsSecond(
        "/bin/sh",
        List.of("sh", "-c", "(true &) ; readlink /proc/$PPID/fd/*; echo $VARIABLE; exit 7"),
        Map.of("VARIABLE", "value"));

    Finished finished = run(stub.image());

    assertEquals("value\n", finished.output());
    assertEquals(7, finished.status());
    assertEquals(0, Files.size(directory.resolve("report")));
  }

  @Test
  void aKilledSecondProcessIsStatus255() throws IOException {
    stub.executeAsSecond("/bin/sh", List.of("sh", "-c", "kill -KILL $$"), Map.of());

    assertEquals(255, run(stub.image()).status());
  }

  @Test
  void whatTheSecondProcessCannotExecuteIsReported() throws IOException {
    stub.executeAsSecond("/nowhere", List.of("nowhere"), Map.of());

    assertEquals(127, run(stub.image()).status());
    assertEquals("cannot execute /nowhere", failure().what());
  }

  @Test
  void aSignalShutsDown() throws IOException {
    stub.executeAsSecond(
        "/bin/sh",
        List.of(
            "sh",
            "-c",
            "trap '' HUP; trap 'echo TERM; exit 3' TERM; kill -INT $PPID; sleep 1234 & wait"),
        Map.of());

    Finished finished = run(stub.image());

    assertEquals("TERM\n", finished.output());
    // It is not the first process of the namespace, and so does not ask the kernel for a reboot.
    assertEquals(133, finished.status());
  }

  @Test
  void aSignalHandlerWritesTheNumberAndReturns() throws IOException {
    byte[] code = concatenated(Architecture.AARCH64.stub(), Architecture.AARCH64.walker());
    byte[] handler = Architecture.AARCH64.signalHandler();
    handler[handler.length - Integer.BYTES] = STDOUT;
    long address = ElfImage.CODE + code.length;
    long restorer = address + Architecture.AARCH64.signalRestorer();
    long action = memory.longs(address, SA_RESTORER, restorer, 0);
    table.add("handle", Call.RT_SIGACTION, SIGUSR2, action, 0, Signals.SET_SIZE);
    CallTable.Entry leader = table.add("get the number of this process", Call.SETSID);
    CallTable.Entry kill = table.add("signal", Call.KILL, 0, SIGUSR2);
    leader.resultTo(kill, 0);
    stub.execute("/bin/echo", List.of("echo", "survived"), Map.of());

    byte[] image = ElfImage.of(Architecture.AARCH64, concatenated(code, handler), memory.content());

    assertEquals("\fsurvived\n", run(image).output());
  }

  private static byte[] concatenated(byte[] first, byte[] second) {
    byte[] both = Arrays.copyOf(first, first.length + second.length);
    System.arraycopy(second, 0, both, first.length, second.length);
    return both;
  }

  /** In a pid namespace, below a shell that is its first process. */
  private Finished run(byte[] image) throws IOException {
    Path program = Files.write(directory.resolve("program"), image);
    Files.setPosixFilePermissions(program, PosixFilePermissions.fromString("rwxr-xr-x"));
    return tools.run(
        "unshare",
        "--pid",
        "--fork",
        "--mount-proc",
        "/bin/sh",
        "-c",
        "qemu-aarch64-static \"$1\" 3>\"$2\"; exit $?",
        "sh",
        program.toString(),
        directory.resolve("report").toString());
  }

  private SyscallFailure failure() {
    try {
      return stub.failure(Files.readAllBytes(directory.resolve("report"))).orElseThrow();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
