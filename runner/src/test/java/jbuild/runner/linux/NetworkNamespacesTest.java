package jbuild.runner.linux;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.io.FileNotFoundException;
import java.io.IOException;
import java.net.ConnectException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.file.Files;
import java.nio.file.Path;
import jbuild.runner.ExitStatus;
import jbuild.runner.Failure;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class NetworkNamespacesTest {
  private static final Path OWN = Path.of("/proc/thread-self/ns/net");

  @TempDir Path directory;

  @Test
  @Tag("root")
  void worksInANamespaceAndLeavesTheCallerInItsOwn() throws IOException {
    String home = Files.readSymbolicLink(OWN).toString();
    try (Fd namespace = NetworkNamespaces.create()) {

      Path there = NetworkNamespaces.inside(namespace, () -> Files.readSymbolicLink(OWN));

      assertNotEquals(home, there.toString());
      assertEquals(home, Files.readSymbolicLink(OWN).toString());
    }
  }

  @Test
  @Tag("root")
  void givesSocketsOfJavaToTheNamespace() throws IOException {
    InetAddress loopback = InetAddress.getLoopbackAddress();
    try (Fd namespace = NetworkNamespaces.create();
        ServerSocket server =
            NetworkNamespaces.inside(
                namespace,
                () -> {
                  setUpLoopback();
                  return new ServerSocket(0, 1, loopback);
                })) {
      int port = server.getLocalPort();

      int reached =
          NetworkNamespaces.inside(
              namespace,
              () -> {
                try (Socket client = new Socket(loopback, port)) {
                  return client.getPort();
                }
              });

      assertEquals(port, reached);
      assertThrows(ConnectException.class, () -> new Socket(loopback, port).close());
    }
  }

  private static void setUpLoopback() {
    try (Netlink netlink = Netlink.open(NetlinkFamily.ROUTE)) {
      netlink.request(
          new NetlinkMessage(19, 0).header32(0).header32(1).header32(1).header32(1), "set lo up");
    }
  }

  @Test
  @Tag("root")
  void throwsWhatTheWorkThrows() {
    try (Fd namespace = NetworkNamespaces.create()) {
      assertThrows(
          FileNotFoundException.class,
          () ->
              NetworkNamespaces.inside(
                  namespace,
                  () -> {
                    throw new FileNotFoundException("x");
                  }));
    }
  }

  @Test
  @Tag("root")
  void findsTheNamespaceOfAProcess() throws IOException {
    int own = (int) ProcessHandle.current().pid();
    try (Fd namespace = NetworkNamespaces.of(own)) {
      Path there = NetworkNamespaces.inside(namespace, () -> Files.readSymbolicLink(OWN));

      assertEquals(Files.readSymbolicLink(OWN), there);
    }
  }

  @Test
  void takesAPathThatLeadsToANetworkNamespace() {
    NetworkNamespaces.of("/proc/self/ns/net").close();
  }

  @Test
  void refusesAFileThatIsNoNamespace() throws IOException {
    Path file = Files.createFile(directory.resolve("file"));

    Failure failure = assertThrows(Failure.class, () -> NetworkNamespaces.of(file.toString()));

    assertEquals(ExitStatus.WRONG_USAGE, failure.status());
    assertEquals("cannot join the network namespace " + file, failure.what());
    assertEquals("it is no namespace", failure.why());
  }

  @Test
  void refusesANamespaceOfAnotherKind() {
    Failure failure = assertThrows(Failure.class, () -> NetworkNamespaces.of("/proc/self/ns/uts"));

    assertEquals("it is a namespace of another kind", failure.why());
  }
}
