package jbuild.runner.network.nft;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.io.IOException;
import java.net.SocketTimeoutException;
import java.util.List;
import java.util.Optional;
import jbuild.runner.linux.NetlinkFailure;
import jbuild.runner.network.nft.Installation.Installed;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

@Tag("root")
class PassageTest {
  private static final String JUMP = "ip filter FORWARD: jump";

  private final Passage passage =
      new Passage(Family.IPV4, "filter", "DOCKER-USER", TestNetwork.LINK);
  private TestNetwork network;

  @BeforeEach
  void makeNetworksWithDockersRules() throws IOException {
    network = new TestNetwork();
    inHost(
        () ->
            new ForeignTables()
                .table(Family.IPV4, "filter")
                .chain(Family.IPV4, "filter", "FORWARD", Hook.FORWARD, true)
                .chain(Family.IPV4, "filter", "DOCKER-USER")
                .jump(Family.IPV4, "filter", "FORWARD", "DOCKER-USER")
                .make());
  }

  @AfterEach
  void endThem() {
    network.close();
  }

  @Test
  @SuppressWarnings("try") // A gateway works by being open.
  void letsAMachinePassThroughTheFirewallOfDocker() throws IOException {
    try (Gateway gateway = open()) {
      assertThrows(SocketTimeoutException.class, () -> toOutside(200));
      inHost(() -> ForeignRules.read().passages(TestNetwork.LINK).forEach(Passage::open));

      assertEquals("192.0.2.1", toOutside(5000));
      assertEquals("192.0.2.9", Peers.tcp(network.outside, "192.0.2.1", 8080, network.machine, 80));
    }
  }

  @Test
  void isOpenOnceHoweverOftenItIsOpened() throws IOException {
    inHost(passage::open);
    inHost(passage::open);

    assertEquals(
        """
        ip filter FORWARD: jump
        ip filter DOCKER-USER: iifname == ve-web counter accept
        ip filter DOCKER-USER: oifname == ve-web counter accept""",
        Listing.rules(network.host));
  }

  @Test
  void closesItselfAndNoOther() throws IOException {
    Passage other = new Passage(Family.IPV4, "filter", "DOCKER-USER", "ve-webb");
    inHost(other::open);
    inHost(passage::open);

    inHost(passage::close);
    inHost(passage::close);

    assertEquals(
        """
        ip filter FORWARD: jump
        ip filter DOCKER-USER: iifname == ve-webb counter accept
        ip filter DOCKER-USER: oifname == ve-webb counter accept""",
        Listing.rules(network.host));
  }

  @Test
  void isClosedWhereTheChainIsGone() throws IOException {
    inHost(new Passage(Family.IPV6, "filter", "DOCKER-USER", TestNetwork.LINK)::close);
    inHost(new Passage(Family.IPV4, "filter", "NONE", TestNetwork.LINK)::close);

    assertEquals(JUMP, Listing.rules(network.host));
  }

  @Test
  void saysThatThereIsNoChain() {
    Passage missing = new Passage(Family.IPV4, "filter", "NONE", TestNetwork.LINK);

    NetlinkFailure failure = assertThrows(NetlinkFailure.class, () -> inHost(missing::open));

    assertEquals("cannot let ve-web through the chain NONE", failure.what());
    assertEquals("the kernel says: no such thing (ENOENT)", failure.why());
  }

  @Test
  void isReadFromItsText() {
    assertEquals("ip filter DOCKER-USER ve-web", passage.text());
    assertEquals(Optional.of(passage), Passage.parse("ip filter DOCKER-USER ve-web"));
    assertEquals(Optional.empty(), Passage.parse("ipx filter DOCKER-USER ve-web"));
    assertEquals(Optional.empty(), Passage.parse("ip filter"));
  }

  @Test
  void isFoundAmongTheChainsOfOthers() throws IOException {
    ForeignRules rules = TestNetwork.in(network.host, ForeignRules::read);

    assertEquals(
        List.of(
            new ForeignChain(
                Family.IPV4,
                "filter",
                "FORWARD",
                Optional.of(new ForeignChain.Place("filter", Hook.FORWARD, 0, true))),
            new ForeignChain(Family.IPV4, "filter", "DOCKER-USER", Optional.empty())),
        rules.chains());
    assertEquals(List.of(passage), rules.passages(TestNetwork.LINK));
    assertEquals(List.of(), rules.obstacles(TestNetwork.LINK));
  }

  private Gateway open() throws IOException {
    Installation installation =
        TestNetwork.in(network.host, () -> Gateway.open("web", TestNetwork.rules()));
    return ((Installed) installation).gateway();
  }

  private String toOutside(int milliseconds) throws IOException {
    return Peers.tcp(network.machine, "192.0.2.9", 80, network.outside, 80, milliseconds);
  }

  private void inHost(Runnable work) throws IOException {
    TestNetwork.in(
        network.host,
        () -> {
          work.run();
          return null;
        });
  }
}
