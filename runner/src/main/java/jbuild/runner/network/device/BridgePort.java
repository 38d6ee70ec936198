package jbuild.runner.network.device;

import jbuild.runner.ExitStatus;
import jbuild.runner.Failure;
import jbuild.runner.network.link.Link;
import jbuild.runner.network.link.NamespaceNetwork;

/** A pair whose host's end is a port of a bridge that is there already. */
public final class BridgePort implements Device {
  private final Pair pair;
  private final String bridge;

  public BridgePort(Pair pair, String bridge) {
    this.pair = pair;
    this.bridge = bridge;
  }

  @Override
  public void check(NamespaceNetwork host) {
    pair.check(host);
    bridgeIn(host);
  }

  private Link bridgeIn(NamespaceNetwork host) {
    String what = "let the machine join the bridge " + bridge;
    Link link = host.links().named(bridge, what);
    // Also an Open vSwitch, or whatever else has ports; the kernel decides in the end.
    if (link.isLoopback() || link.kind().equals("veth")) {
      throw new Failure(
          ExitStatus.FAILED,
          "cannot " + what,
          "it is no bridge",
          "name a bridge; --network-interface= takes other links");
    }
    return link;
  }

  @Override
  public void attach(Ends ends) {
    pair.attach(ends);
    ends.host().links().join(pair.outsideIn(ends.host()), bridgeIn(ends.host()));
  }

  @Override
  public void detach(Ends ends) {
    pair.detach(ends);
  }
}
