package jbuild.runner.network;

import java.io.IOException;
import java.net.InetAddress;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import jbuild.runner.ExitStatus;
import jbuild.runner.Failure;
import jbuild.runner.Reasons;
import jbuild.runner.network.dns.MachineNames;

/** What a machine's /etc/resolv.conf says; see resolv.conf(5). */
final class RouterFile {
  private RouterFile() {}

  static void write(Path file, InetAddress router) {
    String text =
        "# The router of this machine, which asks the servers of the host.\n"
            + ("nameserver " + router.getHostAddress() + "\n")
            + ("search " + MachineNames.DOMAIN + "\n");
    try {
      Files.writeString(file, text);
    } catch (IOException e) {
      throw new Failure(
          ExitStatus.HOST_CANNOT,
          "cannot write " + file,
          Reasons.of(e),
          "make room in /run",
          List.of(),
          e);
    }
  }
}
