package jbuild.runner.network.nft;

import java.io.IOException;

/** A process with a gateway that is open until it is told something, or ended. */
final class GatewayProcess {
  private GatewayProcess() {}

  public static void main(String... arguments) throws IOException {
    Installation installation = Gateway.open("web", TestNetwork.rules());
    System.out.println(
        installation instanceof Installation.Installed ? "installed" : installation.toString());
    System.in.read();
  }
}
