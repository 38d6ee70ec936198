package jbuild.runner.network.publish;

import java.io.IOException;
import java.nio.channels.DatagramChannel;
import java.nio.channels.SocketChannel;
import jbuild.runner.Failure;
import jbuild.runner.linux.Fd;
import jbuild.runner.linux.NetworkNamespaces;

/**
 * Opens the sockets that are then connected to a machine; asked on the loop's thread.
 *
 * <p>A socket stays in the network namespace in which it was opened: where the host has no route to
 * the machine, they are opened by a thread inside the machine's.
 */
public interface MachineSockets {
  /** In the namespace that the loop is in. */
  MachineSockets OF_LOOP =
      new MachineSockets() {
        @Override
        public SocketChannel connection() throws IOException {
          return SocketChannel.open();
        }

        @Override
        public DatagramChannel datagrams() throws IOException {
          return DatagramChannel.open();
        }
      };

  /** In a namespace, which is kept open as long as these are used. */
  static MachineSockets inside(Fd namespace) {
    return new MachineSockets() {
      @Override
      public SocketChannel connection() throws IOException {
        return opened(namespace, SocketChannel::open);
      }

      @Override
      public DatagramChannel datagrams() throws IOException {
        return opened(namespace, DatagramChannel::open);
      }
    };
  }

  private static <T> T opened(Fd namespace, NetworkNamespaces.Work<T, IOException> opening)
      throws IOException {
    try {
      return NetworkNamespaces.inside(namespace, opening);
    } catch (Failure e) {
      // To whoever wants a socket it is the same as one that cannot be opened.
      throw new IOException(e.why(), e);
    }
  }

  /** One that is not connected yet. */
  SocketChannel connection() throws IOException;

  /** One that is not bound yet. */
  DatagramChannel datagrams() throws IOException;
}
