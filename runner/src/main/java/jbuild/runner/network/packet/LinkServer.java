package jbuild.runner.network.packet;

import java.util.List;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import jbuild.runner.Threads;

/** Speaks protocols on one link, on a thread of its own that keeps no JVM alive. */
public final class LinkServer implements AutoCloseable {
  private static final long NEVER = Long.MAX_VALUE;

  /** A machine that floods us shall not get more of the host's time than this: 10,000 a second. */
  private static final int MOST_IN_A_WINDOW = 100;

  private static final long WINDOW = TimeUnit.MILLISECONDS.toNanos(10);

  private final Frames frames;
  private final List<Protocol> protocols;
  private final Thread thread;

  /** When each protocol speaks unasked, in nanoseconds after the start. */
  private final long[] due;

  private final long start = System.nanoTime();
  private long window;
  private int inWindow;
  private volatile boolean closed;

  private LinkServer(String name, Frames frames, List<Protocol> protocols) {
    this.frames = frames;
    this.protocols = List.copyOf(protocols);
    this.due = new long[protocols.size()];
    this.thread = new Thread(this::serve, name);
  }

  /**
   * Begins to serve a link in the network namespace of this thread.
   *
   * @param name of the server's thread
   * @param link its index
   */
  public static LinkServer start(String name, int link, List<Protocol> protocols) {
    return start(name, LinkFrames.open(link, protocols), protocols);
  }

  /** The same with any frames, which the server closes. */
  public static LinkServer start(String name, Frames frames, List<Protocol> protocols) {
    LinkServer server = new LinkServer(name, frames, protocols);
    server.thread.setDaemon(true);
    server.thread.start();
    return server;
  }

  private void serve() {
    try {
      while (!closed) {
        Optional<byte[]> frame = frames.receive(announce());
        if (frame.isPresent()) {
          for (Protocol protocol : protocols) {
            send(answer(protocol, frame.get()));
          }
          rest();
        }
      }
    } catch (RuntimeException e) {
      // The link is gone, and so is whoever could have asked.
      return;
    }
    for (Protocol protocol : protocols) {
      send(protocol.farewell());
    }
  }

  /** Says what is due, and for how long nothing more will be. */
  private int announce() {
    long now = System.nanoTime() - start;
    long next = NEVER;
    for (int i = 0; i < due.length; i++) {
      if (due[i] <= now) {
        due[i] = announce(protocols.get(i), now);
      }
      next = Math.min(next, due[i]);
    }
    if (next == NEVER) {
      return Frames.FOREVER;
    }
    // One more, or the last part of a millisecond would be spent in a loop.
    return (int) Math.min(Integer.MAX_VALUE, TimeUnit.NANOSECONDS.toMillis(next - now) + 1);
  }

  private long announce(Protocol protocol, long now) {
    Optional<Protocol.Announcement> announcement = protocol.announce();
    send(announcement.map(Protocol.Announcement::frame));
    return announcement.map(said -> now + said.pause().toNanos()).orElse(NEVER);
  }

  private static Optional<byte[]> answer(Protocol protocol, byte[] frame) {
    try {
      return protocol.answer(frame);
    } catch (RuntimeException e) {
      // Whoever made us fail goes without an answer; the frames after it are not to pay for it.
      return Optional.empty();
    }
  }

  private void send(Optional<byte[]> frame) {
    if (frame.isEmpty()) {
      return;
    }
    try {
      frames.send(frame.get());
    } catch (RuntimeException e) {
      // Lost, as on any wire: the link may be down for now. All our protocols ask again.
      return;
    }
  }

  private void rest() {
    long now = System.nanoTime() - start;
    if (now - window > WINDOW) {
      window = now;
      inWindow = 0;
    }
    inWindow++;
    if (inWindow >= MOST_IN_A_WINDOW) {
      LockSupport.parkNanos(window + WINDOW - now);
    }
  }

  /** Says farewell, and returns when the thread has ended. */
  @Override
  public void close() {
    closed = true;
    frames.end();
    Threads.awaitEnd(thread);
    frames.close();
  }
}
