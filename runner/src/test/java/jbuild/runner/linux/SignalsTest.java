package jbuild.runner.linux;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.io.IOException;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;

@SuppressWarnings("try") // What is open counts, not what it is called.
class SignalsTest {
  private static final int MANY = 200;

  private final BlockingQueue<String> arrived = new LinkedBlockingQueue<>();

  @Test
  void runsTheActionOnArrival() throws Exception {
    try (Signals.Handling handling = Signals.on(Signals.WINCH, () -> arrived.add("resized"))) {
      send("WINCH");

      assertEquals("resized", next());
    }
  }

  @Test
  void asksTheNewestAndThenTheOneBefore() throws Exception {
    try (Signals.Handling first = Signals.on(Signals.HUP, () -> arrived.add("first"))) {
      try (Signals.Handling second = Signals.on(Signals.HUP, () -> arrived.add("second"))) {
        send("HUP");
        assertEquals("second", next());
      }
      send("HUP");
      assertEquals("first", next());
    }
  }

  @Test
  void keepsListeningAfterAnActionHasFailed() throws Exception {
    try (Signals.Handling other = Signals.on(Signals.CONT, () -> arrived.add("continued"))) {
      try (Signals.Handling failing = Signals.on(Signals.HUP, this::fail)) {
        Thread.UncaughtExceptionHandler before = Thread.getDefaultUncaughtExceptionHandler();
        Thread.setDefaultUncaughtExceptionHandler((thread, e) -> arrived.add(e.getMessage()));
        send("HUP");
        assertEquals("on purpose", next());
        Thread.setDefaultUncaughtExceptionHandler(before);
      }
      send("CONT");
      assertEquals("continued", next());
    }
  }

  @Test
  void leavesJavaAliveUnderFire() throws Exception {
    try (Signals.Handling handling = Signals.on(Signals.WINCH, () -> arrived.add("resized"))) {
      String pid = Long.toString(ProcessHandle.current().pid());
      String script = "i=0; while [ $i -lt $1 ]; do kill -WINCH $2; i=$((i + 1)); done";
      Process fire =
          new ProcessBuilder("sh", "-c", script, "sh", Integer.toString(MANY), pid).start();
      long work = 0;
      while (fire.isAlive()) {
        work += new byte[1024].length;
      }

      assertEquals(0, fire.waitFor());
      assertEquals(0, work % 1024);
      assertEquals("resized", next());
    }
  }

  private void fail() {
    throw new IllegalStateException("on purpose");
  }

  private String next() throws InterruptedException {
    return arrived.poll(10, TimeUnit.SECONDS);
  }

  private static void send(String signal) throws IOException, InterruptedException {
    String pid = Long.toString(ProcessHandle.current().pid());
    assertEquals(
        0, new ProcessBuilder("sh", "-c", "kill -" + signal + " " + pid).start().waitFor());
  }
}
