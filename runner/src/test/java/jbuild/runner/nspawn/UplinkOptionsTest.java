package jbuild.runner.nspawn;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.net.Inet4Address;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import jbuild.runner.Failure;
import jbuild.runner.settings.Network;
import jbuild.runner.settings.Network.Uplink;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class UplinkOptionsTest {
  @TempDir Path directory;

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
        "--network-dns=fe80::1%lo",
        "--network=host -n",
        "--network-bridge=br0 --network=none",
        "--network-zone=lab --network=host",
        "--network=none --port=80",
        "--network=host --port=80",
        "--network-zone=a*",
        "--network-zone=a'b",
        "--network-uplink=no --network-address=10.10.0.2",
        "--network-uplink=no --network-dns=192.0.2.1"
      })
  void refusesValuesThatMeanNothing(String words) {
    assertThrows(Failure.class, () -> network(Preset.BOOT, words.split(" ")));
  }

  @Test
  void whatIsTypedIsStrongerThanWhatTheRecipeSays() throws IOException {
    Files.createDirectories(directory.resolve("web"));
    Files.writeString(
        directory.resolve("web.nspawn"),
        "[Network]\nZone=lab\nPort=8080:80\n[X-Jbuild]\nAddress=10.10.0.2\n");

    Network plain = withRecipe(Preset.BOOT);
    assertEquals(Optional.of("lab"), plain.zone());
    assertEquals(1, plain.ports().size());
    assertTrue(plain.uplink().orElseThrow().address().isPresent());
    assertEquals(Network.STANDARD, withRecipe(Preset.BOOT, "--network=host"));
    assertEquals(9090, withRecipe(Preset.BOOT, "--port=9090:80").ports().get(0).host());
    Network other = withRecipe(Preset.BOOT, "--network-zone=other");
    assertEquals(Optional.of("other"), other.zone());
    assertEquals(Optional.of(Uplink.STANDARD), other.uplink());
  }

  private Network withRecipe(Preset preset, String... words) {
    List<String> all = new ArrayList<>(List.of("-D", directory.resolve("web").toString()));
    all.addAll(List.of(words));
    Draft draft = preset.draft(new Surroundings(Map.of(), "host"));
    draft.trustRecipe();
    List<String> rest = new Getopt("program", Options.known(), draft).parse(all);
    Target target = Target.of(draft);
    SettingsMerge.Result merged =
        SettingsMerge.apply(new SettingsFiles(List.of()), draft, target, rest);
    assertEquals(List.of(), merged.warnings());
    return Order.of(draft, target, merged.words()).settings().network();
  }

  private static Network network(Preset preset, String... words) {
    List<String> all = new ArrayList<>(List.of("-D", "/usr", "--settings=no"));
    all.addAll(List.of(words));
    Draft draft = preset.draft(new Surroundings(Map.of(), "host"));
    List<String> rest = new Getopt("program", Options.known(), draft).parse(all);
    return Order.of(draft, Target.of(draft), rest).settings().network();
  }
}
