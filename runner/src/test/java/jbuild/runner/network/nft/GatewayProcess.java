package jbuild.runner.network.nft;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;

/** A process with a gateway that is open until it is told something, or ended. */
final class GatewayProcess {
  private GatewayProcess() {}

  public static void main(String... arguments) throws IOException {
    Installation installation = Gateway.open("web", TestNetwork.rules());
    System.out.println(
        installation instanceof Installation.Installed ? "installed" : installation.toString());
    System.in.read();
  }

  /**
   * Starts it on the host of the network. It ends with what it reads from.
   *
   * @param around the words before those that start Java
   */
  static Process start(TestNetwork network, List<String> around) throws IOException {
    List<String> command = new ArrayList<>(around);
    command.addAll(
        List.of(System.getProperty("java.home") + "/bin/java", "-XX:TieredStopAtLevel=1"));
    command.addAll(List.of("-cp", System.getProperty("java.class.path")));
    command.add(GatewayProcess.class.getName());
    ProcessBuilder builder = new ProcessBuilder(command);
    builder.redirectError(ProcessBuilder.Redirect.INHERIT);
    return TestNetwork.in(network.host, builder::start);
  }
}
