package jbuild.runner.network.loop;

import java.io.IOException;
import java.nio.channels.SelectionKey;

/** Whoever has to do with a channel, on the loop's thread. */
public interface Handler {
  /** Something that was waited for can be done without waiting. */
  void ready(SelectionKey key) throws IOException;

  /** It failed. The loop goes on: whether the channel does is decided here. */
  void failed(Exception why);
}
