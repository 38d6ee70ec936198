package jbuild.runner.image;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.CountDownLatch;
import jbuild.runner.Failure;

/** Is told to end while it shows what it has made, and tries to show something else then. */
final class EndingProgram {
  private static final CountDownLatch DONE = new CountDownLatch(1);

  private EndingProgram() {}

  public static void main(String[] words) throws Exception {
    Path directory = Path.of(words[0]);
    WorkDirectory work = WorkDirectory.in(directory);
    Path made = Files.createDirectory(work.path().resolve("made"));
    Files.writeString(made.resolve("file"), "whole");
    Runtime.getRuntime().addShutdownHook(new Thread(EndingProgram::awaitDone));

    work.show(
        () -> {
          new Thread(() -> System.exit(0)).start();
          awaitRemoval();
          move(made, directory.resolve("shown"));
        });
    while (!work.isEnding()) {
      Thread.onSpinWait();
    }
    try {
      work.show(() -> move(directory.resolve("shown"), directory.resolve("late")));
    } catch (Failure failure) {
      System.out.println(failure.why());
    }
    DONE.countDown();
  }

  private static void awaitDone() {
    try {
      DONE.await();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  /** Until what removes the work waits for us. */
  private static void awaitRemoval() {
    while (Thread.getAllStackTraces().keySet().stream()
        .noneMatch(
            thread ->
                thread.getName().equals("end of the work")
                    && thread.getState() == Thread.State.BLOCKED)) {
      Thread.onSpinWait();
    }
  }

  private static void move(Path from, Path to) {
    try {
      Files.move(from, to);
    } catch (IOException e) {
      throw new IllegalStateException(e);
    }
  }
}
