package jbuild.runner.network.publish;

import jbuild.runner.settings.Network.Port;
import jbuild.runner.settings.Network.Port.Protocol;

/** What a user is told of a published port, for example {@code http://localhost:8080 -> 80}. */
public final class PortLine {
  private PortLine() {}

  public static String of(Port port) {
    return scheme(port) + "://localhost:" + port.host() + " -> " + port.inside();
  }

  /** The port inside says what the service is; on the host it is any free one. */
  private static String scheme(Port port) {
    if (port.protocol() == Protocol.UDP) {
      return "udp";
    }
    return switch (port.inside()) {
      case 80, 3000, 5000, 8000, 8008, 8080, 8081, 8088, 8888 -> "http";
      case 443, 8443 -> "https";
      default -> "tcp";
    };
  }
}
