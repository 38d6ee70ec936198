package jbuild.runner.machine;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.io.BufferedReader;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import jbuild.runner.linux.BytePath;
import jbuild.runner.linux.Descriptors;
import jbuild.runner.linux.Fd;
import jbuild.runner.linux.NotifySocket;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What the caller of a machine hears of it, and can do with it. */
@Tag("root")
class ForegroundTest {
  private static final String STARTED = "STATUS=Container started.\nX_NSPAWN_LEADER_PID=N";
  private static final String ENDED = "STOPPING=1\nSTATUS=Terminating...";

  @TempDir Path directory;
  private SmallImage image;

  @BeforeEach
  void makeAnImage() throws IOException {
    image = SmallImage.in(directory);
  }

  /** What a program has told its manager, and its exit status. */
  private record Story(List<String> messages, int status) {}

  /** Runs it; when the payload says that it is up, it gets the signals. */
  private Story story(int killSignal, boolean notifyReady, String script, String... signals)
      throws Exception {
    try (Fd place = Descriptors.onHost(BytePath.of(directory.toString()));
        NotifySocket manager = NotifySocket.in(place, "manager")) {
      ProcessBuilder program = program(killSignal, notifyReady, script, false);
      program.environment().put("NOTIFY_SOCKET", directory.resolve("manager").toString());
      program.redirectError(ProcessBuilder.Redirect.INHERIT);
      Process process = program.start();
      int pid = (int) process.pid();
      try (BufferedReader said = process.inputReader(StandardCharsets.UTF_8)) {
        said.readLine();
        for (String signal : signals) {
          new ProcessBuilder("kill", signal, Integer.toString(pid)).start().waitFor();
        }
        int status = process.waitFor();
        return new Story(messages(manager, pid), status);
      }
    }
  }

  private ProcessBuilder program(
      int killSignal, boolean notifyReady, String script, boolean ephemeral) {
    return new ProcessBuilder(
        "java",
        "-XX:TieredStopAtLevel=1",
        "-cp",
        System.getProperty("java.class.path"),
        ForegroundProgram.class.getName(),
        image.root().toString(),
        Integer.toString(killSignal),
        Boolean.toString(notifyReady),
        script,
        Boolean.toString(ephemeral));
  }

  private static List<String> messages(NotifySocket manager, int pid) {
    List<String> messages = new ArrayList<>();
    Optional<NotifySocket.Message> next = manager.receive(pid);
    while (next.isPresent()) {
      messages.add(next.get().text().replaceAll("PID=\\d+", "PID=N"));
      next = manager.receive(pid);
    }
    return messages;
  }

  @Test
  void theManagerHearsOfTheStartAndTheEnd() throws Exception {
    assertEquals(
        new Story(List.of(STARTED, "READY=1\n", ENDED), 3), story(0, false, "echo up; exit 3"));
  }

  @Test
  void aMachineThatNeverSaidItWasReadyWasNot() throws Exception {
    // 133 would ask for another start.
    assertEquals(new Story(List.of(STARTED, ENDED), 1), story(0, true, "echo up; exit 133"));
  }

  @Test
  void aSignalKillsAPayloadThatNothingAsksToEnd() throws Exception {
    assertEquals(
        new Story(List.of(STARTED, "READY=1\n", ENDED, "ERRNO=5"), 1),
        story(0, false, "echo up; read forever", "-TERM"));
  }

  @Test
  void aSignalEndsTheCopyOfAnImageThatTakesLong() throws Exception {
    Path many = Files.createDirectory(image.root().resolve("many"));
    for (int i = 0; i < 10_000; i++) {
      Files.createFile(many.resolve("file" + i));
    }

    Process process = program(0, false, "echo up", true).inheritIO().start();
    while (names().equals(List.of("image")) && process.isAlive()) {
      Thread.onSpinWait();
    }
    new ProcessBuilder("kill", "-TERM", Long.toString(process.pid())).start().waitFor();

    assertEquals(143, process.waitFor());
    assertEquals(List.of("image"), names());
  }

  /** Of images, and of copies. */
  private List<String> names() throws IOException {
    try (Stream<Path> files = Files.list(directory)) {
      return files
          .map(file -> file.getFileName().toString())
          .filter(name -> name.contains("image"))
          .sorted()
          .toList();
    }
  }

  @Test
  void aSignalIsPassedOnAsTheOneThatAsksThePayload() throws Exception {
    assertEquals(
        new Story(List.of(STARTED, "READY=1\n", "STOPPING=1\n", ENDED), 7),
        story(12, false, "trap 'exit 7' USR2; echo up; sleep 60 & wait", "-INT"));
  }
}
