package jbuild.runner.network.publish;

import java.io.IOException;

/** A port of the host that is listened on; on the loop's thread. */
interface OpenPort {
  void serve() throws IOException;

  /** The machine has other addresses than before. */
  void addressChanged();

  /** How many clients it serves. */
  int load();

  void close();
}
