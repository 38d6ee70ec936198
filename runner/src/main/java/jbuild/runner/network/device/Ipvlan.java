package jbuild.runner.network.device;

import jbuild.runner.ExitStatus;
import jbuild.runner.Failure;
import jbuild.runner.network.link.Link;
import jbuild.runner.network.link.LinkName;
import jbuild.runner.network.link.NamespaceNetwork;

/** A child of a link of the host, with its hardware address. */
public final class Ipvlan implements Device {
  private final String parent;
  private final LinkName inside;

  /**
   * A child to be made.
   *
   * @param inside what the machine calls it
   */
  public Ipvlan(String parent, LinkName inside) {
    this.parent = parent;
    this.inside = inside;
  }

  @Override
  public void check(NamespaceNetwork host) {
    parentIn(host);
  }

  private Link parentIn(NamespaceNetwork host) {
    String what = "give the machine an ipvlan child of " + parent;
    Link link = host.links().named(parent, what);
    if (link.isLoopback()) {
      throw new Failure(
          ExitStatus.FAILED,
          "cannot " + what,
          "a loopback link leads nowhere, and has no children",
          "name another link");
    }
    return link;
  }

  @Override
  public void attach(Ends ends) {
    Link link = parentIn(ends.host());
    ends.host().links().createIpvlan(link, inside.name(), ends.machineNamespace());
    AlternativeName.give(inside, ends.machine());
  }

  @Override
  public void detach(Ends ends) {
    // It ends with the machine's namespace.
  }
}
