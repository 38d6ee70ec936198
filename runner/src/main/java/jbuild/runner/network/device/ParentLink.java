package jbuild.runner.network.device;

import jbuild.runner.ExitStatus;
import jbuild.runner.Failure;
import jbuild.runner.network.link.Link;
import jbuild.runner.network.link.NamespaceNetwork;

/**
 * A link of the host that a machine gets a child of.
 *
 * @param child what kind of child, with its article
 */
record ParentLink(String name, String child) {
  /**
   * The link as it is now.
   *
   * @throws Failure when it is not there, or has no children
   */
  Link in(NamespaceNetwork host) {
    String what = "give the machine " + child + " child of " + name;
    Link link = host.links().named(name, what);
    if (link.isLoopback()) {
      throw new Failure(
          ExitStatus.FAILED,
          "cannot " + what,
          "a loopback link leads nowhere, and has no children",
          "name another link");
    }
    return link;
  }
}
