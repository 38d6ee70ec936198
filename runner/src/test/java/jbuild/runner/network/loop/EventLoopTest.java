package jbuild.runner.network.loop;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.channels.Pipe;
import java.nio.channels.SelectionKey;
import java.time.Duration;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** What one of those fails with who are served by one thread. */
class EventLoopTest {
  private final EventLoop loop = EventLoop.start("loop");

  /** Fails, and fails to tell of it. */
  private record Broken() implements Handler {
    @Override
    public void ready(SelectionKey key) throws IOException {
      throw new IOException("broken");
    }

    @Override
    public void failed(Exception why) {
      throw new IllegalStateException(why);
    }
  }

  @AfterEach
  void end() {
    loop.close();
  }

  @Test
  void aTaskMayFail() {
    loop.execute(
        () -> {
          throw new IllegalStateException("task");
        });

    assertEquals("alive", loop.ask(() -> "alive"));
  }

  @Test
  void whatIsDoneLaterMayFail() throws InterruptedException {
    CountDownLatch done = new CountDownLatch(1);
    loop.execute(
        () -> {
          loop.after(
              Duration.ofMillis(1),
              () -> {
                throw new IllegalStateException("deadline");
              });
          loop.after(Duration.ofMillis(2), done::countDown);
        });

    assertTrue(done.await(5, TimeUnit.SECONDS));
  }

  @Test
  void aHandlerMayFailTwiceAndLosesItsChannel() throws IOException {
    Pipe pipe = Pipe.open();
    try (Pipe.SinkChannel sink = pipe.sink()) {
      loop.await(() -> serve(pipe.source()));
      sink.write(ByteBuffer.wrap(new byte[1]));
      long end = System.nanoTime() + Duration.ofSeconds(5).toNanos();
      while (pipe.source().isOpen() && System.nanoTime() < end) {
        Thread.onSpinWait();
      }

      assertFalse(pipe.source().isOpen());
      assertEquals("alive", loop.ask(() -> "alive"));
    }
  }

  private void serve(Pipe.SourceChannel source) {
    try {
      loop.serve(source, SelectionKey.OP_READ, new Broken());
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
