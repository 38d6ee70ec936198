package jbuild.runner.network.device;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import jbuild.runner.network.link.HardwareAddresses;
import jbuild.runner.network.link.LinkName;
import jbuild.runner.settings.Network;

/** The devices that a machine is to have, with the names and addresses of systemd-nspawn's. */
public final class Devices {
  private final Network wished;
  private final String machine;
  private final HardwareAddresses addresses;
  private final LinkRecord record;

  /**
   * Devices of one machine.
   *
   * @param machine its name
   */
  public Devices(Network wished, String machine, HardwareAddresses addresses, LinkRecord record) {
    this.wished = wished;
    this.machine = machine;
    this.addresses = addresses;
    this.record = record;
  }

  /**
   * The pair that joins the machine with the host, whatever the host does with its end.
   *
   * @param environment of ours; it may say the machine's hardware address
   */
  public Pair pair(Map<String, String> environment) {
    boolean bridged = wished.bridge().isPresent() || wished.zone().isPresent();
    return new Pair(
        bridged ? LinkName.bridged(machine) : LinkName.veth(machine),
        addresses.hostEnd(machine),
        LinkName.INSIDE,
        addresses.machineEnd(machine, environment),
        record);
  }

  /** All of them, in the order in which they are made. */
  public List<Device> all(Map<String, String> environment) {
    List<Device> all = new ArrayList<>();
    if (wished.veth()) {
      Pair pair = pair(environment);
      if (wished.bridge().isPresent()) {
        all.add(new BridgePort(pair, wished.bridge().get()));
      } else if (wished.zone().isPresent()) {
        all.add(new ZonePort(pair, wished.zone().get(), record));
      } else {
        all.add(pair);
      }
    }
    int index = 0;
    for (Network.Link extra : wished.extra()) {
      all.add(
          new Pair(
              LinkName.fitting(extra.host()),
              addresses.extraHostEnd(machine, index),
              extra.inside(),
              addresses.extraMachineEnd(machine, index),
              record));
      index++;
    }
    for (Network.Link moved : wished.moved()) {
      all.add(new MovedLink(moved.host(), moved.inside()));
    }
    index = 0;
    for (Network.Link parent : wished.macvlan()) {
      LinkName inside = inside(parent, LinkName.macvlan(parent.host()));
      all.add(new Macvlan(parent.host(), inside, addresses.macvlan(machine, index)));
      index++;
    }
    for (Network.Link parent : wished.ipvlan()) {
      all.add(new Ipvlan(parent.host(), inside(parent, LinkName.ipvlan(parent.host()))));
    }
    return List.copyOf(all);
  }

  private static LinkName inside(Network.Link link, LinkName usual) {
    return link.inside().isEmpty() ? usual : LinkName.fitting(link.inside());
  }
}
