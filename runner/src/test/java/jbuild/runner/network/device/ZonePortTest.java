package jbuild.runner.network.device;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.Optional;
import jbuild.runner.network.OwnNetwork;
import jbuild.runner.network.link.Link;
import jbuild.runner.network.link.LinkName;
import jbuild.runner.network.link.MacAddress;
import jbuild.runner.network.link.NamespaceNetwork;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** Ports of one zone that come and go. */
@Tag("root")
class ZonePortTest {
  private static final String HIGH = "02:00:00:00:00:09";
  private static final String LOW = "02:00:00:00:00:01";

  private final OwnNetwork host = new OwnNetwork();
  private final OwnNetwork machine = new OwnNetwork();
  private final Ends ends =
      new Ends(
          host.namespace(),
          NamespaceNetwork.of(host.namespace()),
          machine.namespace(),
          NamespaceNetwork.of(machine.namespace()));

  /** Remembers nothing: the networks end with the test. */
  private static final class Unrecorded implements LinkRecord {
    @Override
    public void bridge(String name) {}

    @Override
    public void pair(Link outside) {}
  }

  @AfterEach
  void end() {
    ends.host().close();
    ends.machine().close();
    host.close();
    machine.close();
  }

  @Test
  void theBridgeKeepsTheAddressThatMachinesKnow() {
    ZonePort first = port("first", HIGH);
    ZonePort second = port("second", LOW);

    first.attach(ends);
    assertEquals(Optional.of(HIGH), address());
    second.attach(ends);
    assertEquals(Optional.of(HIGH), address());
    first.detach(ends);
    assertEquals(Optional.of(HIGH), address());
    second.detach(ends);
    assertEquals(Optional.empty(), address());
  }

  @Test
  void aBridgeOfSystemdKeepsItsAddressToo() {
    Link bridge = ends.host().links().createBridge("vz-lan");
    Pair pair = pair("first", HIGH);
    pair.attach(ends);
    ends.host().links().join(pair.outsideIn(ends.host()), bridge);

    port("second", LOW).attach(ends);

    assertEquals(Optional.of(HIGH), address());
  }

  private ZonePort port(String name, String address) {
    return new ZonePort(pair(name, address), "lan", new Unrecorded());
  }

  private static Pair pair(String name, String address) {
    MacAddress inside = MacAddress.parse("0a" + address.substring(2)).orElseThrow();
    MacAddress outside = MacAddress.parse(address).orElseThrow();
    return new Pair(LinkName.veth(name), outside, name, inside, new Unrecorded());
  }

  private Optional<String> address() {
    return ends.host().links().find("vz-lan").flatMap(Link::mac).map(MacAddress::toString);
  }
}
