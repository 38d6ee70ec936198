package jbuild.runner.nspawn;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.net.Inet4Address;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import jbuild.runner.Failure;
import jbuild.runner.settings.Network;
import jbuild.runner.settings.Network.Uplink;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class UplinkOptionsTest {
  @Test
  void aMachineThatBootsReachesOthersWithoutOptions() {
    Network network = network(Preset.BOOT);

    assertTrue(network.own());
    assertTrue(network.veth());
    assertEquals(Optional.of(Uplink.STANDARD), network.uplink());
  }

  @Test
  void aProgramHasTheNetworkOfTheHostUnlessItIsGivenAPair() {
    assertEquals(Network.STANDARD, network(Preset.RUN));
    assertEquals(Optional.of(Uplink.STANDARD), network(Preset.RUN, "-n").uplink());
    assertEquals(Optional.of(Uplink.STANDARD), network(Preset.RUN, "--network-zone=lab").uplink());
  }

  @Test
  void theDropInLeavesTheHostsEndToOthersAsTheOriginalDoes() {
    assertEquals(Optional.empty(), network(Preset.NSPAWN, "-n").uplink());
    assertEquals(
        Optional.of(Uplink.STANDARD),
        network(Preset.NSPAWN, "-n", "--network-uplink=yes").uplink());
  }

  @Test
  void whoeverNamesANetworkGetsNoneBesideIt() {
    assertEquals(Network.STANDARD, network(Preset.BOOT, "--network=host"));
    assertEquals(Network.LOOPBACK, network(Preset.BOOT, "--network=none"));
    assertEquals(Network.LOOPBACK, network(Preset.BOOT, "--private-network"));
    assertFalse(network(Preset.BOOT, "--network-macvlan=eth0").veth());
  }

  @Test
  void anotherOnesBridgeLeadsWhereItsOwnerWants() {
    assertEquals(Optional.empty(), network(Preset.BOOT, "--network-bridge=br0").uplink());
  }

  @Test
  void addressesAndServersMeanAnUplink() throws UnknownHostException {
    Network network =
        network(
            Preset.NSPAWN,
            "-n",
            "--network-address=10.10.0.2",
            "--network-dns=192.0.2.1",
            "--network-dns=2001:db8::1");

    assertEquals(
        Optional.of(
            new Uplink(
                Optional.of((Inet4Address) InetAddress.getByName("10.10.0.2")),
                List.of(InetAddress.getByName("192.0.2.1"), InetAddress.getByName("2001:db8::1")))),
        network.uplink());
  }

  @Test
  void thereIsNoUplinkWithoutAPairOfTheMachinesOwn() {
    Failure failure =
        assertThrows(
            Failure.class, () -> network(Preset.BOOT, "--network=host", "--network-uplink=yes"));

    assertEquals(
        "the machine has no pair of devices with the host, and is in no zone", failure.why());
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "--network=",
        "--network=bridge",
        "--network-uplink=",
        "--network-uplink=maybe",
        "--network-address=",
        "--network-address=127.0.0.1",
        "--network-address=224.0.0.1",
        "--network-address=0.0.0.0",
        "--network-address=10.0.0.256",
        "--network-address=10.0.2",
        "--network-address=fd00::1",
        "--network-address=localhost",
        "--network-dns=",
        "--network-dns=localhost",
        "--network-dns=1234",
        "--network-dns=::g",
        "--network-dns=1.2.3.4.5",
        "--network-dns=fe80::1%lo"
      })
  void refusesValuesThatMeanNothing(String word) {
    assertThrows(Failure.class, () -> network(Preset.BOOT, word));
  }

  private static Network network(Preset preset, String... words) {
    List<String> all = new ArrayList<>(List.of("-D", "/usr", "--settings=no"));
    all.addAll(List.of(words));
    Draft draft = preset.draft(new Surroundings(Map.of(), "host"));
    List<String> rest = new Getopt("program", Options.known(), draft).parse(all);
    return Order.of(draft, Target.of(draft), rest).settings().network();
  }
}
