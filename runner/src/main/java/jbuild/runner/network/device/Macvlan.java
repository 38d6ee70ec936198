package jbuild.runner.network.device;

import jbuild.runner.network.link.Link;
import jbuild.runner.network.link.LinkName;
import jbuild.runner.network.link.MacAddress;
import jbuild.runner.network.link.NamespaceNetwork;

/** A child of a link of the host, with a hardware address of its own. */
public final class Macvlan implements Device {
  private final ParentLink parent;
  private final LinkName inside;
  private final MacAddress mac;

  /**
   * A child to be made.
   *
   * @param inside what the machine calls it
   */
  public Macvlan(String parent, LinkName inside, MacAddress mac) {
    this.parent = new ParentLink(parent, "a macvlan");
    this.inside = inside;
    this.mac = mac;
  }

  @Override
  public void check(NamespaceNetwork host) {
    parent.in(host);
  }

  @Override
  public void attach(Ends ends) {
    Link link = parent.in(ends.host());
    ends.host().links().createMacvlan(link, inside.name(), mac, ends.machineNamespace());
    AlternativeName.give(inside, ends.machine());
  }

  @Override
  public void detach(Ends ends) {
    // It ends with the machine's namespace.
  }
}
