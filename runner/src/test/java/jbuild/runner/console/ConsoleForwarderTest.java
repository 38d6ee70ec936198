package jbuild.runner.console;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.File;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.function.BooleanSupplier;
import jbuild.runner.Failure;
import jbuild.runner.linux.BytePath;
import jbuild.runner.linux.Contents;
import jbuild.runner.linux.Descriptors;
import jbuild.runner.linux.Fd;
import jbuild.runner.linux.Pipe;
import jbuild.runner.linux.PseudoTerminal;
import jbuild.runner.linux.TerminalMode;
import jbuild.runner.linux.Terminals;
import jbuild.runner.linux.WindowSize;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

@SuppressWarnings("try") // What is open counts, not what it is called.
class ConsoleForwarderTest {
  private static final int FLOOD = 200 * 1024 * 1024;
  private static final long ALLOWED_GROWTH_KIB = 64 * 1024;
  private static final long PATIENCE = Duration.ofSeconds(20).toNanos();

  private final Screen screen = new Screen();
  private final Fd machine = PseudoTerminal.ofHost();
  private final CompletableFuture<Void> abandoned = new CompletableFuture<>();

  @AfterEach
  void closeTerminals() {
    machine.close();
    screen.close();
  }

  @Test
  void joinsTheUserToTheMachine() throws Exception {
    Process cat = inMachine("cat");
    try (ConsoleForwarder console = start(Console.INTERACTIVE)) {
      screen.type("hello\n");

      assertTrue(screen.await("hello\r\nhello\r\n").startsWith("hello"));
      screen.type("\004");
      assertEquals(0, cat.waitFor());
    }
  }

  @Test
  void leavesTheTerminalAsItWas() {
    TerminalMode before = Terminals.mode(screen.program());

    try (ConsoleForwarder console = start(Console.INTERACTIVE)) {
      assertEquals(before.raw(), Terminals.mode(screen.program()));
    }

    assertEquals(before, Terminals.mode(screen.program()));
  }

  @Test
  void restoresTheTerminalWhenItFinishesAndCanStillBeClosed() {
    TerminalMode before = Terminals.mode(screen.program());
    ConsoleForwarder console = start(Console.INTERACTIVE);

    console.finish();
    assertEquals(before, Terminals.mode(screen.program()));
    console.close();
  }

  @Test
  void canBeStoppedWhileItsOutputIsStuck() throws Exception {
    Process endless = inMachine("yes");
    Pipe output = Pipe.open("nobody reads, and nobody closes");
    ConsoleForwarder console = readOnly(output.writing());
    CompletableFuture<Void> finished = CompletableFuture.runAsync(console::finish);

    console.close();

    finished.get(10, TimeUnit.SECONDS);
    endless.destroyForcibly().waitFor();
    output.close();
  }

  @Test
  void leavesATerminalItOnlyWritesToAlone() {
    TerminalMode before = Terminals.mode(screen.program());

    try (ConsoleForwarder console = start(Console.READ_ONLY)) {
      assertEquals(before, Terminals.mode(screen.program()));
    }
  }

  @Test
  void undoesWhatAKilledEditorLeftOnTheScreen() {
    try (ConsoleForwarder console =
        ConsoleForwarder.start(
            Console.READ_ONLY,
            new ConsoleForwarder.Ends(screen.program(), screen.program(), machine),
            true,
            Optional.empty(),
            () -> {})) {
      console.finish();
    }

    String seen = screen.await("\033[23;0t");
    for (String undone : new String[] {"\033[?1047l", "\033[?2004l", "\033[?25h", "\033[0m"}) {
      assertTrue(seen.contains(undone), seen);
    }
  }

  @Test
  void showsWhatTheMachineWritesOnABackground() throws Exception {
    Process payload = inMachine("printf", "one\\n\\033[31mtwo\\033[0mthree");
    payload.waitFor();
    try (ConsoleForwarder console =
        ConsoleForwarder.start(
            Console.READ_ONLY,
            new ConsoleForwarder.Ends(screen.program(), screen.program(), machine),
            true,
            Optional.of("44"),
            () -> {})) {
      console.finish();
    }

    String seen = screen.await("\033[23;0t");
    assertTrue(seen.contains("\033[44m\033[Kone\r"), seen);
    assertTrue(seen.contains("\n\033[44m\033[K\033[31mtwo\033[0;44mthree"), seen);
    assertTrue(screen.await("\033[J").contains("\033[0m"), seen);
  }

  @Test
  void neverReadsInputThatIsNotForTheMachine() throws Exception {
    Process payload = inMachine("sh", "-c", "echo shown; read line; echo read");
    try (ConsoleForwarder console = start(Console.READ_ONLY)) {
      screen.type("typed\n");
      screen.await("shown");
    }

    byte[] line = new byte[100];
    int length = Contents.read(screen.program(), line, line.length);
    assertEquals("typed\n", new String(line, 0, length, StandardCharsets.US_ASCII));
    assertTrue(payload.isAlive());
    payload.destroyForcibly().waitFor();
  }

  @Test
  void givesTheMachineTheSizeOfTheWindowAndEveryNewOne() throws Exception {
    Terminals.setSize(screen.user(), new WindowSize(40, 100));
    try (ConsoleForwarder console = start(Console.INTERACTIVE)) {
      assertEquals(Optional.of(new WindowSize(40, 100)), Terminals.size(machine));

      Terminals.setSize(screen.user(), new WindowSize(50, 120));
      // The kernel tells only the programs whose controlling terminal it is.
      String pid = Long.toString(ProcessHandle.current().pid());
      assertEquals(0, new ProcessBuilder("sh", "-c", "kill -WINCH " + pid).start().waitFor());

      await(() -> Terminals.size(machine).equals(Optional.of(new WindowSize(50, 120))));
    }
  }

  @Test
  void abandonsTheMachineAtThreeEscapes() throws Exception {
    try (ConsoleForwarder console = start(Console.INTERACTIVE)) {
      screen.type("\035\035");
      assertFalse(abandoned.isDone());
      screen.type("\035");

      abandoned.get(10, TimeUnit.SECONDS);
    }
  }

  @Test
  void abandonsTheMachineWhenInputEnds() throws Exception {
    Process cat = inMachine("cat");
    Pipe input = Pipe.open("input");
    Contents.write(input.writing(), "last words\n".getBytes(StandardCharsets.US_ASCII));
    try (Fd reading = input.reading();
        ConsoleForwarder console = interactive(reading)) {
      screen.await("last words\r\nlast words\r\n");
      assertFalse(abandoned.isDone());
      input.writing().close();
      abandoned.get(10, TimeUnit.SECONDS);
    }
    cat.destroyForcibly().waitFor();
  }

  @Test
  void abandonsTheMachineWhenNobodyReadsItsOutput() throws Exception {
    Process endless = inMachine("yes");
    Pipe output = Pipe.open("output");
    output.reading().close();
    try (ConsoleForwarder console = readOnly(output.writing())) {
      abandoned.get(10, TimeUnit.SECONDS);
    }
    output.writing().close();
    endless.destroyForcibly().waitFor();
  }

  @Test
  void goesOnWhenTheMachineClosesItsConsoleForAWhile() throws Exception {
    try (ConsoleForwarder console = start(Console.READ_ONLY)) {
      assertEquals(0, inMachine("echo", "before").waitFor());
      screen.await("before");
      assertEquals(0, inMachine("echo", "after").waitFor());
      screen.await("after");
    }
  }

  @Test
  void showsAllThatWasWrittenBeforeTheEnd() throws Exception {
    for (int round = 0; round < 20; round++) {
      try (ConsoleForwarder console = start(Console.READ_ONLY)) {
        String script = "i=0; while [ $i -lt 300 ]; do echo $i; i=$((i + 1)); done; echo end$0";
        assertEquals(0, inMachine("sh", "-c", script, Integer.toString(round)).waitFor());
        console.finish();
      }
      screen.await("299\r\r\nend" + round);
    }
  }

  @Test
  void movesAFloodInLittleMemoryAndLosesNothing() throws Exception {
    Process flood = inMachine("head", "-c", Integer.toString(FLOOD), "/dev/zero");
    Pipe output = Pipe.open("output");
    CompletableFuture<Long> received = CompletableFuture.supplyAsync(() -> count(output.reading()));
    long before = residentKib();
    long most = before;
    try (ConsoleForwarder console = readOnly(output.writing())) {
      while (!flood.waitFor(100, TimeUnit.MILLISECONDS)) {
        most = Math.max(most, residentKib());
      }
      console.finish();
    }
    output.writing().close();

    assertEquals(FLOOD, received.get());
    output.reading().close();
    assertTrue(most - before < ALLOWED_GROWTH_KIB, most - before + " KiB more");
  }

  @Test
  void tellsWhatStoppedIt() throws Exception {
    Process endless = inMachine("yes");
    try (Fd full = Descriptors.onHost(BytePath.of("/dev/full"), Descriptors.O_WRONLY);
        ConsoleForwarder console = readOnly(full)) {
      abandoned.get(10, TimeUnit.SECONDS);
      assertThrows(Failure.class, console::finish);
    }
    endless.destroyForcibly().waitFor();
  }

  @Test
  void restoresTheTerminalWhenThisProgramIsTerminated() throws Exception {
    TerminalMode before = Terminals.mode(screen.program());
    Process java =
        on(
            screen.user(),
            "java",
            "-cp",
            System.getProperty("java.class.path"),
            Raw.class.getName());
    await(() -> !Terminals.mode(screen.program()).equals(before));
    assertNotEquals(before, Terminals.mode(screen.program()));

    java.destroy();
    java.waitFor();

    assertEquals(before, Terminals.mode(screen.program()));
  }

  /** A program that has the terminal and waits. */
  static final class Raw {
    public static void main(String[] args) throws InterruptedException {
      ConsoleForwarder.start(
          Console.INTERACTIVE, PseudoTerminal.ofHost(), Optional.empty(), () -> {});
      Thread.currentThread().join();
    }
  }

  private ConsoleForwarder start(Console console) {
    return start(console, screen.program(), screen.program());
  }

  private ConsoleForwarder interactive(Fd input) {
    return start(Console.INTERACTIVE, input, screen.program());
  }

  private ConsoleForwarder readOnly(Fd output) {
    return start(Console.READ_ONLY, screen.program(), output);
  }

  private ConsoleForwarder start(Console console, Fd input, Fd output) {
    return ConsoleForwarder.start(
        console,
        new ConsoleForwarder.Ends(input, output, machine),
        false,
        Optional.empty(),
        () -> abandoned.complete(null));
  }

  private Process inMachine(String... command) throws IOException {
    return on(machine, command);
  }

  private static Process on(Fd terminal, String... command) throws IOException {
    File other = new File("/dev/pts/" + PseudoTerminal.number(terminal));
    return new ProcessBuilder(command)
        .redirectInput(other)
        .redirectOutput(other)
        .redirectError(other)
        .start();
  }

  private static long count(Fd fd) {
    byte[] buffer = new byte[64 * 1024];
    long sum = 0;
    int now = Contents.read(fd, buffer, buffer.length);
    while (now > 0) {
      sum += now;
      now = Contents.read(fd, buffer, buffer.length);
    }
    return sum;
  }

  private static long residentKib() throws IOException {
    String line =
        Files.readAllLines(Path.of("/proc/self/status")).stream()
            .filter(each -> each.startsWith("VmRSS:"))
            .findFirst()
            .orElseThrow();
    return Long.parseLong(line.replaceAll("\\D", ""));
  }

  private static void await(BooleanSupplier condition) {
    long begin = System.nanoTime();
    while (!condition.getAsBoolean()) {
      assertTrue(System.nanoTime() - begin < PATIENCE, "it took too long");
      Thread.onSpinWait();
    }
  }
}
