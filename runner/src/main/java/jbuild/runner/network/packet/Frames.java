package jbuild.runner.network.packet;

import java.util.Optional;

/** Ethernet frames in and out of one link, for one thread; others may end its waiting. */
public interface Frames extends AutoCloseable {
  /** Waits for as long as it takes. */
  int FOREVER = -1;

  /**
   * The next frame that came in, from its Ethernet header on; empty when the time has passed, after
   * {@link #end}, or for no reason.
   *
   * @throws RuntimeException when nothing will ever come again
   */
  Optional<byte[]> receive(int milliseconds);

  /**
   * @throws RuntimeException when the frame is lost; the next one may get through
   */
  void send(byte[] frame);

  /** Ends the waiting for good. Sending goes on. */
  void end();

  @Override
  void close();
}
