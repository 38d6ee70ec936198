package jbuild.runner.network;

import java.io.IOException;
import java.net.StandardProtocolFamily;
import java.nio.channels.DatagramChannel;
import java.nio.file.Files;
import java.nio.file.Path;

/** What the kernel does with a link beyond addresses; see Documentation/networking/ip-sysctl. */
final class Sysctls {
  private static final Path IPV6 = Path.of("/proc/sys/net/ipv6/conf");

  private Sysctls() {}

  /** Whether links of this thread's network can have addresses of IPv6 that we can serve. */
  static boolean hasIpv6() {
    try {
      return Files.readString(IPV6.resolve("default/disable_ipv6")).strip().equals("0")
          && isSpoken();
    } catch (IOException e) {
      // There is no such file in a kernel without IPv6.
      return false;
    }
  }

  /** Java does without IPv6 for good when no link had an address of it at first. */
  private static boolean isSpoken() throws IOException {
    try {
      DatagramChannel.open(StandardProtocolFamily.INET6).close();
      return true;
    } catch (UnsupportedOperationException e) {
      return false;
    }
  }
}
