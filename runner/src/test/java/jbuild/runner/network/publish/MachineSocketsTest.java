package jbuild.runner.network.publish;

import static org.junit.jupiter.api.Assertions.assertThrows;

import java.io.IOException;
import jbuild.runner.linux.BytePath;
import jbuild.runner.linux.Descriptors;
import jbuild.runner.linux.Fd;
import org.junit.jupiter.api.Test;

class MachineSocketsTest {
  @Test
  void failAsSocketsDoWhereTheirNamespaceCannotBeEntered() {
    try (Fd none = Descriptors.onHost(BytePath.of("/dev/null"), Descriptors.O_RDONLY)) {
      MachineSockets sockets = MachineSockets.inside(none);

      assertThrows(IOException.class, sockets::connection);
      assertThrows(IOException.class, sockets::datagrams);
    }
  }
}
