package jbuild.runner.network.dns;

import jbuild.runner.network.loop.Handler;

/** One attempt to get an answer from one server. */
interface Exchange extends Handler {
  /** Who wants to know how it ended; it ends once. */
  interface Outcome {
    /** A message that answers the question, maybe cut short. */
    void answered(Exchange exchange, byte[] message);

    /** The server cannot be reached, or does not keep to the protocol. */
    void broken(Exchange exchange);
  }

  void close();
}
