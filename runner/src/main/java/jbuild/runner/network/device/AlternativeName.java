package jbuild.runner.network.device;

import java.util.Optional;
import jbuild.runner.network.link.Link;
import jbuild.runner.network.link.LinkName;
import jbuild.runner.network.link.NamespaceNetwork;

/** The whole name of a link whose name had to be cut. */
final class AlternativeName {
  private AlternativeName() {}

  static void give(LinkName name, NamespaceNetwork network) {
    Optional<Link> link = network.links().find(name.name());
    if (link.isPresent() && name.alternative().isPresent()) {
      network.links().addAlternative(link.get(), name.alternative().get());
    }
  }
}
