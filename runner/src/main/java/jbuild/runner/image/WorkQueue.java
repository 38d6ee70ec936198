package jbuild.runner.image;

import java.util.ArrayDeque;
import java.util.Deque;
import java.util.Optional;
import java.util.function.Consumer;

/** Work that is found while other work is done, shared between a few threads. */
public final class WorkQueue<T> {
  private static final int MOST_THREADS = 4;

  private final Deque<T> waiting = new ArrayDeque<>();
  private int busy;
  private Optional<Throwable> failure = Optional.empty();

  public synchronized void add(T item) {
    waiting.push(item);
    notify();
  }

  /** Returns when all is done; what one item throws ends the work. */
  public void work(Consumer<T> worker) {
    int count = Math.min(MOST_THREADS, Runtime.getRuntime().availableProcessors());
    Thread[] others = new Thread[count - 1];
    for (int i = 0; i < others.length; i++) {
      others[i] = new Thread(() -> loop(worker), "files");
      others[i].start();
    }
    loop(worker);
    for (Thread other : others) {
      join(other);
    }
    if (failure.isPresent()) {
      rethrow(failure.get());
    }
  }

  private static void rethrow(Throwable e) {
    if (e instanceof Error error) {
      throw error;
    }
    throw (RuntimeException) e;
  }

  private void loop(Consumer<T> worker) {
    Optional<T> item = next();
    while (item.isPresent()) {
      try {
        worker.accept(item.get());
      } catch (RuntimeException | Error e) {
        end(e);
      }
      done();
      item = next();
    }
  }

  private synchronized Optional<T> next() {
    while (waiting.isEmpty() && busy > 0 && failure.isEmpty()) {
      try {
        wait();
      } catch (InterruptedException e) {
        Thread.currentThread().interrupt();
        end(new IllegalStateException("interrupted", e));
      }
    }
    if (waiting.isEmpty() || failure.isPresent()) {
      return Optional.empty();
    }
    busy++;
    return Optional.of(waiting.pop());
  }

  private synchronized void done() {
    busy--;
    notifyAll();
  }

  private synchronized void end(Throwable e) {
    if (failure.isEmpty()) {
      failure = Optional.of(e);
    }
    notifyAll();
  }

  /** To the end in any case: what a worker still does must not go on behind the caller's back. */
  private static void join(Thread other) {
    boolean interrupted = false;
    while (other.isAlive()) {
      try {
        other.join();
      } catch (InterruptedException e) {
        interrupted = true;
      }
    }
    if (interrupted) {
      Thread.currentThread().interrupt();
    }
  }
}
