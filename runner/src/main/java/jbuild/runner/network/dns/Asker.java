package jbuild.runner.network.dns;

/** Who sent a question, and may have gone since. */
interface Asker {
  /** Whether the answer has to fit into a datagram. */
  boolean byDatagram();

  void answer(byte[] message);
}
