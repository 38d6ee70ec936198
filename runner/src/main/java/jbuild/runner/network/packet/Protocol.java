package jbuild.runner.network.packet;

import java.time.Duration;
import java.util.List;
import java.util.Optional;
import jbuild.runner.linux.PacketFilter.Condition;

/** One side of a conversation on a link. Used by one thread; frames may be of anybody's making. */
public interface Protocol {
  /**
   * What is said unasked.
   *
   * @param pause until the next such frame
   */
  record Announcement(byte[] frame, Duration pause) {}

  /** What holds for all frames it answers: the kernel keeps the others away. */
  List<Condition> wanted();

  /** What is answered to a frame, if it is one to be answered. Never throws, whatever comes. */
  Optional<byte[]> answer(byte[] frame);

  /** Asked at the start, and after each pause; empty from those that speak only when asked. */
  default Optional<Announcement> announce() {
    return Optional.empty();
  }

  /** What is said at the end. */
  default Optional<byte[]> farewell() {
    return Optional.empty();
  }
}
