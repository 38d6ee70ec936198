package jbuild.runner.network;

import java.net.Inet6Address;
import java.util.Optional;
import jbuild.runner.network.link.Link;
import jbuild.runner.network.link.LinkAddress;
import jbuild.runner.network.link.NamespaceNetwork;
import jbuild.runner.network.link.Route;
import jbuild.runner.network.pool.Reservation;
import jbuild.runner.network.pool.Subnet;

/** The machine's link, as it is before the machine has done anything about its network. */
final class MachineEnd {
  private MachineEnd() {}

  /** Gives the machine what it would also be given if it asked. */
  static void set(
      NamespaceNetwork machine,
      String name,
      Reservation reservation,
      Optional<Inet6Address> address6) {
    Link link = machine.links().named(name, "give the machine its addresses");
    Subnet subnet = reservation.subnet();
    machine.addresses().add(link, reservation.address(), subnet.ipv4().length(), 0);
    machine.links().setUp(link);
    machine.routes().add(Route.everywhere(link, subnet.gateway()));
    if (address6.isPresent()) {
      machine
          .addresses()
          .add(link, address6.get(), Subnet.IPV6_LENGTH, LinkAddress.NO_DUPLICATE_DETECTION);
      machine.routes().add(Route.everywhere(link, subnet.gateway6()));
    }
  }
}
