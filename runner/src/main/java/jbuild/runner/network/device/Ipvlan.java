package jbuild.runner.network.device;

import jbuild.runner.network.link.Link;
import jbuild.runner.network.link.LinkName;
import jbuild.runner.network.link.NamespaceNetwork;

/** A child of a link of the host, with its hardware address. */
public final class Ipvlan implements Device {
  private final ParentLink parent;
  private final LinkName inside;

  /**
   * A child to be made.
   *
   * @param inside what the machine calls it
   */
  public Ipvlan(String parent, LinkName inside) {
    this.parent = new ParentLink(parent, "an ipvlan");
    this.inside = inside;
  }

  @Override
  public void check(NamespaceNetwork host) {
    parent.in(host);
  }

  @Override
  public void attach(Ends ends) {
    Link link = parent.in(ends.host());
    ends.host().links().createIpvlan(link, inside.name(), ends.machineNamespace());
    AlternativeName.give(inside, ends.machine());
  }

  @Override
  public void detach(Ends ends) {
    // It ends with the machine's namespace.
  }
}
