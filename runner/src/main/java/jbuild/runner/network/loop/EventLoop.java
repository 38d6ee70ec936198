package jbuild.runner.network.loop;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.channels.SelectableChannel;
import java.nio.channels.SelectionKey;
import java.nio.channels.Selector;
import java.time.Duration;
import java.util.Iterator;
import java.util.NavigableSet;
import java.util.Optional;
import java.util.Queue;
import java.util.TreeSet;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.FutureTask;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.Supplier;

/**
 * A thread that serves many channels, so that nothing it serves needs locks.
 *
 * <p>What it opens is in the network namespace of the thread that made it: threads inherit it.
 */
public final class EventLoop implements AutoCloseable {
  /** The largest datagram there is. */
  private static final int BUFFER = 1 << 16;

  /** How long the end of the loop may escape who waits for it. */
  private static final int CLOSED_AT_LATEST = 100;

  private final Selector selector;
  private final Thread thread;
  private final Queue<Runnable> tasks = new ConcurrentLinkedQueue<>();
  private final NavigableSet<Deadline> deadlines = new TreeSet<>();
  private ByteBuffer buffer = ByteBuffer.allocate(0);
  private long deadlinesMade;
  private volatile boolean open = true;

  private EventLoop(Selector selector, String name) {
    this.selector = selector;
    thread = new Thread(this::serve, name);
    thread.setDaemon(true);
  }

  /** Starts one; the name is shown in the process's list of threads. */
  public static EventLoop start(String name) {
    try {
      EventLoop loop = new EventLoop(Selector.open(), name);
      loop.thread.start();
      return loop;
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** Does it soon, on the loop's thread; never, when the loop has been closed. */
  public void execute(Runnable task) {
    tasks.add(task);
    selector.wakeup();
  }

  /** Does it on the loop's thread, and returns when it is done or the loop has been closed. */
  public void await(Runnable task) {
    finish(new FutureTask<>(task, Optional.empty()));
  }

  /** What is known on the loop's thread. */
  public <T> T ask(Supplier<T> question) {
    return finish(new FutureTask<>(() -> Optional.of(question.get())))
        .orElseThrow(() -> new IllegalStateException("the loop has been closed"));
  }

  private <T> Optional<T> finish(FutureTask<Optional<T>> task) {
    if (Thread.currentThread() == thread) {
      task.run();
    } else {
      execute(task);
    }
    while (true) {
      try {
        return task.get(CLOSED_AT_LATEST, TimeUnit.MILLISECONDS);
      } catch (TimeoutException e) {
        if (!open) {
          return Optional.empty();
        }
      } catch (InterruptedException e) {
        Thread.currentThread().interrupt();
        return Optional.empty();
      } catch (ExecutionException e) {
        throw e.getCause() instanceof RuntimeException cause
            ? cause
            : new IllegalStateException(e.getCause());
      }
    }
  }

  /** Serves a channel from now on; on the loop's thread. */
  public SelectionKey serve(SelectableChannel channel, int operations, Handler handler)
      throws IOException {
    channel.configureBlocking(false);
    return channel.register(selector, operations, handler);
  }

  /** The key of a channel that is served. */
  public SelectionKey keyOf(SelectableChannel channel) {
    SelectionKey key = channel.keyFor(selector);
    if (key == null) {
      throw new IllegalStateException("not served: " + channel);
    }
    return key;
  }

  /** Does something later; on the loop's thread. */
  public Deadline after(Duration time, Runnable action) {
    long at = System.nanoTime() + time.toNanos();
    Deadline deadline = new Deadline(at, deadlinesMade++, action, deadlines);
    deadlines.add(deadline);
    return deadline;
  }

  /** A large buffer, empty, for whoever is served at the moment: nobody else's until it returns. */
  public ByteBuffer buffer() {
    if (buffer.capacity() == 0) {
      buffer = ByteBuffer.allocateDirect(BUFFER);
    }
    return buffer.clear();
  }

  /** Really closes what was closed: a channel that a selector knows stays open until it looks. */
  public void flush() {
    try {
      selector.selectNow();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private void serve() {
    try (selector) {
      while (open) {
        runTasks();
        runDeadlines();
        selector.select(patience());
        dispatch();
      }
      for (SelectionKey key : selector.keys()) {
        key.channel().close();
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    } finally {
      open = false;
    }
  }

  private void runTasks() {
    Runnable task = tasks.poll();
    while (task != null) {
      guarded(task);
      task = tasks.poll();
    }
  }

  private void runDeadlines() {
    while (!deadlines.isEmpty() && deadlines.first().nanosLeft() <= 0) {
      guarded(deadlines.pollFirst()::act);
    }
  }

  /** What fails for one must not end the service of the others. */
  private static boolean guarded(Runnable work) {
    try {
      work.run();
      return true;
    } catch (RuntimeException e) {
      return false;
    }
  }

  /** In milliseconds; 0 is for ever. */
  private long patience() {
    return deadlines.isEmpty() ? 0 : Math.max(1, deadlines.first().nanosLeft() / 1_000_000 + 1);
  }

  private void dispatch() {
    Iterator<SelectionKey> keys = selector.selectedKeys().iterator();
    while (keys.hasNext()) {
      SelectionKey key = keys.next();
      keys.remove();
      if (!key.isValid()) {
        continue;
      }
      Handler handler = (Handler) key.attachment();
      try {
        handler.ready(key);
      } catch (IOException | RuntimeException e) {
        if (!guarded(() -> handler.failed(e))) {
          // It would be ready over and over.
          Closing.quietly(key.channel());
        }
      }
    }
  }

  /** Closes every channel that it serves, and returns when they are closed. */
  @Override
  public void close() {
    open = false;
    selector.wakeup();
    if (Thread.currentThread() != thread) {
      try {
        thread.join();
      } catch (InterruptedException e) {
        Thread.currentThread().interrupt();
      }
    }
  }
}
