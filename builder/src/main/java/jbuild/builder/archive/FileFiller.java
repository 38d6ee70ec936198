package jbuild.builder.archive;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicReference;
import jbuild.runner.linux.Contents;
import jbuild.runner.linux.Fd;

/**
 * Gives small files their content and attributes in threads of its own, while the next ones are
 * read and made. Files come open: what happens to their names meanwhile does not matter.
 */
final class FileFiller implements AutoCloseable {
  /** Whoever fills larger ones piece by piece needs less memory. */
  static final int LARGEST = 128 * 1024;

  private static final int MOST_THREADS = 2;

  /** To wake a thread costs more than to fill a file. */
  private static final int FILES_AT_ONCE = 32;

  private static final int BYTES_AT_ONCE = 512 * 1024;
  private static final int MOST_WAITING = 4;

  /** A file that is open, and what it is to become. */
  private record Task(Fd file, byte[] content, Runnable attributes) {}

  private final AtomicReference<Throwable> failure = new AtomicReference<>();
  private final ThreadPoolExecutor threads;
  private List<Task> together = new ArrayList<>();
  private int bytes;

  FileFiller() {
    int count = Math.min(MOST_THREADS, Runtime.getRuntime().availableProcessors());
    threads =
        new ThreadPoolExecutor(
            count,
            count,
            0,
            TimeUnit.SECONDS,
            new ArrayBlockingQueue<>(MOST_WAITING),
            work -> {
              Thread thread = new Thread(work, "files");
              thread.setDaemon(true);
              return thread;
            },
            // Who makes files faster than they are filled helps.
            new ThreadPoolExecutor.CallerRunsPolicy());
  }

  /** Writes all of the content, then sets the attributes, and closes the file in any case. */
  void fill(Fd file, byte[] content, Runnable attributes) {
    together.add(new Task(file, content, attributes));
    bytes += content.length;
    if (together.size() == FILES_AT_ONCE || bytes >= BYTES_AT_ONCE) {
      submit();
      check();
    }
  }

  private void submit() {
    List<Task> tasks = together;
    together = new ArrayList<>();
    bytes = 0;
    threads.execute(() -> tasks.forEach(this::run));
  }

  private void run(Task task) {
    try (Fd file = task.file()) {
      if (failure.get() == null) {
        Contents.write(file, task.content());
        task.attributes().run();
      }
    } catch (RuntimeException | Error e) {
      failure.compareAndSet(null, e);
    }
  }

  private void check() {
    if (failure.get() instanceof Error error) {
      throw error;
    } else if (failure.get() instanceof RuntimeException exception) {
      throw exception;
    }
  }

  /** Returns when all files are filled. */
  void finish() {
    end();
    check();
  }

  /** Nothing goes on behind the caller's back afterwards. */
  @Override
  public void close() {
    failure.compareAndSet(null, new IllegalStateException("closed before all was filled"));
    end();
  }

  private void end() {
    if (!together.isEmpty()) {
      submit();
    }
    threads.shutdown();
    boolean interrupted = false;
    boolean ended = false;
    while (!ended) {
      try {
        ended = threads.awaitTermination(1, TimeUnit.DAYS);
      } catch (InterruptedException e) {
        interrupted = true;
      }
    }
    if (interrupted) {
      Thread.currentThread().interrupt();
    }
  }
}
