package jbuild.runner.network.device;

import java.util.Optional;
import jbuild.runner.ExitStatus;
import jbuild.runner.Failure;
import jbuild.runner.network.link.Link;
import jbuild.runner.network.link.LinkName;
import jbuild.runner.network.link.Links;
import jbuild.runner.network.link.MacAddress;
import jbuild.runner.network.link.NamespaceNetwork;

/**
 * Two virtual links, one end each; see veth(4). Both are down, and nobody gives them an address.
 *
 * <p>The kernel removes both when the machine's namespace ends, a moment after its last process.
 */
public final class Pair implements Device {
  private static final String KIND = "veth";

  private final LinkName outside;
  private final MacAddress outsideMac;
  private final String inside;
  private final MacAddress insideMac;

  /**
   * A pair to be made.
   *
   * @param outside what the host calls its end
   * @param inside what the machine calls its own
   */
  public Pair(LinkName outside, MacAddress outsideMac, String inside, MacAddress insideMac) {
    this.outside = outside;
    this.outsideMac = outsideMac;
    this.inside = inside;
    this.insideMac = insideMac;
  }

  /** What the host calls its end. */
  public String outside() {
    return outside.name();
  }

  /** What the machine calls its end. */
  public String inside() {
    return inside;
  }

  public MacAddress insideMac() {
    return insideMac;
  }

  /** The host's end. */
  public Link outsideIn(NamespaceNetwork host) {
    return host.links().named(outside.name(), "use the link of the machine");
  }

  @Override
  public void check(NamespaceNetwork host) {
    host.links()
        .find(outside.name())
        .filter(link -> !isLeftover(link))
        .ifPresent(
            link -> {
              throw new Failure(
                  ExitStatus.FAILED,
                  "cannot make the link " + outside.name(),
                  "there is one of that name already",
                  "end the machine that has it, or give this one another name with --machine=");
            });
  }

  /** The kernel takes a moment to remove the end of a machine that was killed. */
  private boolean isLeftover(Link link) {
    return link.kind().equals(KIND) && link.mac().equals(Optional.of(outsideMac));
  }

  @Override
  public void attach(Ends ends) {
    Links links = ends.host().links();
    // Nobody else takes this name for a link with this address.
    links.find(outside.name()).filter(this::isLeftover).ifPresent(links::delete);
    links.createVeth(
        outside.name(), outsideMac, new Links.Peer(inside, insideMac, ends.machineNamespace()));
    AlternativeName.give(outside, ends.host());
  }

  @Override
  public void detach(Ends ends) {
    Links links = ends.host().links();
    links.find(outside.name()).filter(this::isLeftover).ifPresent(links::delete);
  }
}
