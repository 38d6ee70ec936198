package jbuild.runner.network.pool;

import java.net.Inet4Address;
import jbuild.runner.ExitStatus;
import jbuild.runner.Failure;
import jbuild.runner.network.link.Prefix;

/** Addresses that users ask for. */
final class Wishes {
  private static final int FIRST_RESERVED = 240;

  private Wishes() {}

  /** The network of a length that such an address is in; one of a machine, not of the network. */
  static Prefix network(Inet4Address address, int length) {
    int first = Byte.toUnsignedInt(address.getAddress()[0]);
    if (first == 0
        || first >= FIRST_RESERVED
        || address.isLoopbackAddress()
        || address.isMulticastAddress()
        || address.isLinkLocalAddress()) {
      throw refused(address, "such addresses have a meaning of their own");
    }
    Prefix network = new Prefix(address, length);
    check(address, network);
    return network;
  }

  /** The first and the last one are of the network itself; see RFC 1122, 3.2.1.3. */
  static void check(Inet4Address address, Prefix network) {
    long lowest = AddressNumbers.number((Inet4Address) network.network());
    long last = lowest + (1L << (Integer.SIZE - network.length())) - 1;
    long number = AddressNumbers.number(address);
    if (number == lowest || number == last) {
      throw refused(
          address,
          "it is the "
              + (number == lowest ? "first" : "last")
              + " of "
              + network
              + ", so that of the network itself");
    }
  }

  static Failure refused(Inet4Address address, String why) {
    return new Failure(
        ExitStatus.WRONG_USAGE,
        "cannot give the machine the address " + address.getHostAddress(),
        why,
        "choose another one, or leave out --network-address: then one that is free is found");
  }
}
