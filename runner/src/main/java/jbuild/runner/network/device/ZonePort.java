package jbuild.runner.network.device;

import java.util.Optional;
import jbuild.runner.ExitStatus;
import jbuild.runner.Failure;
import jbuild.runner.network.link.Link;
import jbuild.runner.network.link.LinkName;
import jbuild.runner.network.link.Links;
import jbuild.runner.network.link.NamespaceNetwork;

/** A pair whose host's end is a port of a zone: a bridge that comes and goes with its ports. */
public final class ZonePort implements Device {
  private final Pair pair;
  private final String zone;
  private final String bridge;
  private final LinkRecord record;

  public ZonePort(Pair pair, String zone, LinkRecord record) {
    this.pair = pair;
    this.zone = zone;
    this.bridge = LinkName.zone(zone).name();
    this.record = record;
  }

  /** What the host calls the bridge. */
  public String bridge() {
    return bridge;
  }

  public Pair pair() {
    return pair;
  }

  @Override
  public void check(NamespaceNetwork host) {
    pair.check(host);
    if (host.links().find(bridge).filter(link -> !link.kind().equals(Zones.KIND)).isPresent()) {
      throw new Failure(
          ExitStatus.FAILED,
          "cannot let the machine join the zone " + zone,
          "the link " + bridge + " is no bridge",
          "remove the link, or give the zone another name");
    }
  }

  @Override
  @SuppressWarnings("try") // The lock is there only to be held.
  public void attach(Ends ends) {
    pair.attach(ends);
    record.bridge(bridge);
    try (Zones.Unchanged unchanged = Zones.lock()) {
      Links links = ends.host().links();
      Link port = pair.outsideIn(ends.host());
      Optional<Link> there = links.find(bridge);
      Link link = there.orElseGet(() -> links.createBridge(bridge));
      links.join(port, link);
      // A bridge would take the lowest address of its ports, each time one comes or goes, and
      // machines would send to the former one until they notice.
      links.setAddress(link, there.orElse(port).mac().orElseThrow());
    }
  }

  @Override
  public void detach(Ends ends) {
    pair.detach(ends);
    Zones.removeUnused(ends.host(), bridge);
  }
}
