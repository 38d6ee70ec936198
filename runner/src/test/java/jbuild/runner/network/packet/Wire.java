package jbuild.runner.network.packet;

import java.util.Optional;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;

/** A link of which a test is the other end. */
public final class Wire implements Frames {
  private static final byte[] END = {};
  private static final int SOON = 5;

  private final BlockingQueue<byte[]> in = new LinkedBlockingQueue<>();
  private final BlockingQueue<byte[]> out = new LinkedBlockingQueue<>();
  private volatile boolean closed;

  /** Gives a frame to whoever receives. */
  public void put(byte[] frame) {
    in.add(frame);
  }

  /** What is sent next, within seconds. */
  public byte[] take() throws InterruptedException {
    return Optional.ofNullable(out.poll(SOON, TimeUnit.SECONDS)).orElseThrow();
  }

  /** Whether there is nothing more to take. */
  public boolean isQuiet() {
    return out.isEmpty();
  }

  public boolean isClosed() {
    return closed;
  }

  @Override
  public Optional<byte[]> receive(int milliseconds) {
    try {
      byte[] frame =
          milliseconds == FOREVER ? in.take() : in.poll(milliseconds, TimeUnit.MILLISECONDS);
      return Optional.ofNullable(frame).filter(each -> each != END);
    } catch (InterruptedException e) {
      throw new IllegalStateException(e);
    }
  }

  @Override
  public void send(byte[] frame) {
    out.add(frame);
  }

  @Override
  public void end() {
    in.add(END);
  }

  @Override
  public void close() {
    closed = true;
  }
}
