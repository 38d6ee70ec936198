package jbuild.runner.linux;

import static org.junit.jupiter.api.Assertions.assertAll;
import static org.junit.jupiter.api.Assertions.assertEquals;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

class CloningTest {
  private final CallTable waiting = new CallTable(new NativeMemory(1024), 3);

  @Test
  void noSignalReachesTheChildAndThisThreadTakesThemAsBefore() throws IOException {
    String before = blocked("thread-self");
    String ofChild;
    String after;

    try (Pipe pipe = childWaitsFor()) {
      Cloning cloning = new Cloning("a child", waiting);
      cloning.makeChild(0);
      Cloning.Made made = cloning.walk();
      ofChild = blocked(Integer.toString(made.pid()));
      after = blocked("thread-self");
      end(pipe, made);
    }

    assertAll(
        // All but SIGKILL and SIGSTOP, which cannot be blocked.
        () -> assertEquals("fffffffffffbfeff", ofChild), () -> assertEquals(before, after));
  }

  @Test
  @Tag("root")
  @SuppressWarnings("try") // The secrecy is there only to be kept.
  void rootOfAUserNamespaceCannotLookIntoOurMemoryThroughAChildThatIsThere()
      throws IOException, InterruptedException {
    int open;
    int secret;
    int afterwards;

    try (Pipe pipe = childWaitsFor()) {
      Cloning cloning = new Cloning("a child", waiting);
      cloning.makeChild(Namespaces.CLONE_NEWUSER);
      Cloning.Made made = cloning.walk();
      UserNamespaces.map(made.pid(), 1_000_013_824, 65536);
      open = lookFromInside(made.pid());
      try (Secrecy outer = Secrecy.begin()) {
        Secrecy.begin().close();
        secret = lookFromInside(made.pid());
      }
      afterwards = lookFromInside(made.pid());
      end(pipe, made);
    }

    assertEquals("0 1 0", open + " " + secret + " " + afterwards);
  }

  private Pipe childWaitsFor() {
    Pipe pipe = Pipe.open("a test");
    waiting.add("close a pipe", Call.CLOSE, pipe.writing().number());
    long buffer = waiting.memory().reserve(1);
    waiting.attempt("wait", Call.READ, pipe.reading().number(), buffer, 1);
    waiting.add("end", Call.EXIT, 0);
    return pipe;
  }

  private static void end(Pipe pipe, Cloning.Made made) {
    pipe.stopWriting();
    Ending.await(made.pidfd());
    made.pidfd().close();
  }

  private static String blocked(String process) throws IOException {
    String status = Files.readString(Path.of("/proc", process, "status"));
    return status.replaceAll("(?s).*SigBlk:\\s*(\\w+).*", "$1");
  }

  /** The status of a program in the process's user namespace that needs the right to trace it. */
  private static int lookFromInside(int pid) throws IOException, InterruptedException {
    String link = "/proc/" + pid + "/exe";
    return new ProcessBuilder("nsenter", "--user", "--target=" + pid, "--", "readlink", link)
        .redirectOutput(ProcessBuilder.Redirect.DISCARD)
        .start()
        .waitFor();
  }
}
