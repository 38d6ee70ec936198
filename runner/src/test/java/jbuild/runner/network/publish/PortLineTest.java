package jbuild.runner.network.publish;

import static org.junit.jupiter.api.Assertions.assertEquals;

import jbuild.runner.settings.Network.Port;
import jbuild.runner.settings.Network.Port.Protocol;
import org.junit.jupiter.api.Test;

class PortLineTest {
  @Test
  void isAnAddressForABrowserWhereAServerForOneIsUsual() {
    assertEquals("http://localhost:8080 -> 80", line(Protocol.TCP, 8080, 80));
    assertEquals("http://localhost:80 -> 8080", line(Protocol.TCP, 80, 8080));
    assertEquals("https://localhost:8443 -> 443", line(Protocol.TCP, 8443, 443));
  }

  @Test
  void namesTheProtocolOtherwise() {
    assertEquals("tcp://localhost:2222 -> 22", line(Protocol.TCP, 2222, 22));
    assertEquals("tcp://localhost:8080 -> 5432", line(Protocol.TCP, 8080, 5432));
    assertEquals("udp://localhost:80 -> 80", line(Protocol.UDP, 80, 80));
  }

  private static String line(Protocol protocol, int host, int inside) {
    return PortLine.of(new Port(protocol, host, inside));
  }
}
