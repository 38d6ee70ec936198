package jbuild.runner.network.device;

import java.util.Optional;
import jbuild.runner.ExitStatus;
import jbuild.runner.Failure;
import jbuild.runner.linux.Errno;
import jbuild.runner.linux.NetlinkFailure;
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
  private final LinkRecord record;
  private Optional<Link> made = Optional.empty();

  /**
   * A pair to be made.
   *
   * @param outside what the host calls its end
   * @param inside what the machine calls its own
   */
  public Pair(
      LinkName outside,
      MacAddress outsideMac,
      String inside,
      MacAddress insideMac,
      LinkRecord record) {
    this.outside = outside;
    this.outsideMac = outsideMac;
    this.inside = inside;
    this.insideMac = insideMac;
    this.record = record;
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
    if (host.links().find(outside.name()).isPresent()) {
      throw taken();
    }
  }

  private Failure taken() {
    return new Failure(
        ExitStatus.FAILED,
        "cannot make the link " + outside.name(),
        "there is one of that name already",
        "end the machine that has it, or give this one another name with --machine=");
  }

  @Override
  public void attach(Ends ends) {
    try {
      made =
          Optional.of(
              ends.host()
                  .links()
                  .createVeth(
                      outside.name(),
                      outsideMac,
                      new Links.Peer(inside, insideMac, ends.machineNamespace())));
    } catch (NetlinkFailure e) {
      // Another machine of our name may have started at the same time.
      throw e.errno() == Errno.EEXIST ? taken() : e;
    }
    record.pair(made.get());
    AlternativeName.give(outside, ends.host());
  }

  @Override
  public void detach(Ends ends) {
    made.ifPresent(link -> removeLeft(ends.host(), link.index(), link.name()));
    made = Optional.empty();
  }

  /** Removes from this thread's network the pair of a machine that was killed, if it is there. */
  public static void removeLeft(int index, String name) {
    try (NamespaceNetwork host = NamespaceNetwork.here()) {
      removeLeft(host, index, name);
    }
  }

  /** By its index, which no other gets: another machine may have the name and the address since. */
  private static void removeLeft(NamespaceNetwork host, int index, String name) {
    host.links()
        .find(index)
        .filter(link -> link.kind().equals(KIND) && link.name().equals(name))
        .ifPresent(host.links()::delete);
  }
}
