package jbuild.runner.network.loop;

import java.io.IOException;
import java.net.StandardSocketOptions;
import java.nio.channels.Channel;
import java.nio.channels.SocketChannel;

/** The end of channels that nobody wants any more. */
public final class Closing {
  private Closing() {}

  public static void quietly(Channel channel) {
    try {
      channel.close();
    } catch (IOException e) {
      // It is closed all the same, and what could not be sent is not missed.
    }
  }

  /** So that the other side sees a reset connection, and no end that looks like one of content. */
  public static void abruptly(SocketChannel channel) {
    try {
      channel.setOption(StandardSocketOptions.SO_LINGER, 0);
    } catch (IOException | UnsupportedOperationException e) {
      // It has been reset already.
    }
    quietly(channel);
  }
}
