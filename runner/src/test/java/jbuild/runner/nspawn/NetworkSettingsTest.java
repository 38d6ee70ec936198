package jbuild.runner.nspawn;

import static org.junit.jupiter.api.Assertions.assertAll;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.net.Inet4Address;
import java.net.InetAddress;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import jbuild.runner.image.Image;
import jbuild.runner.settings.MachineSettings;
import jbuild.runner.settings.Network;
import jbuild.runner.settings.Network.Link;
import jbuild.runner.settings.Network.Port;
import jbuild.runner.settings.Network.Port.Protocol;
import jbuild.runner.settings.Network.Uplink;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The section [Network] of systemd.nspawn(5), and that of our own. */
class NetworkSettingsTest {
  private static final String DEVICES =
      """
      [Network]
      VirtualEthernet=yes
      VirtualEthernetExtra=one
      VirtualEthernetExtra=two:inside
      Interface=eth1 eth2:wan
      MACVLAN=eth0
      IPVLAN=eth3:vlan
      Bridge=br0
      Port=tcp:8080:80
      Port=udp:53
      """;

  /** As the build writes it from a recipe. */
  private static final String RECIPE =
      """
      [Network]
      VirtualEthernet=yes
      Zone=lab
      Port=8080:80

      [X-Jbuild]
      Address=10.10.0.2
      DNS=192.0.2.1
      """;

  @TempDir Path temporary;
  private ImageWithSettings web;

  @BeforeEach
  void makePlaces() throws IOException {
    web = new ImageWithSettings(temporary);
  }

  @Test
  void ofTheAdministratorGivesAllKindsOfDevices() throws IOException {
    Files.writeString(web.trusted, DEVICES);

    Network network = web.settings("ls").network();

    assertAll(
        () -> assertEquals(List.of(), web.warnings),
        () -> assertTrue(network.own()),
        () -> assertTrue(network.veth()),
        () ->
            assertEquals(
                List.of(new Link("one", "one"), new Link("two", "inside")), network.extra()),
        () -> assertEquals(List.of(new Link("eth1", ""), new Link("eth2", "wan")), network.moved()),
        () -> assertEquals(List.of(new Link("eth0", "")), network.macvlan()),
        () -> assertEquals(List.of(new Link("eth3", "vlan")), network.ipvlan()),
        () -> assertEquals(Optional.of("br0"), network.bridge()),
        () ->
            assertEquals(
                List.of(new Port(Protocol.TCP, 8080, 80), new Port(Protocol.UDP, 53, 53)),
                network.ports()),
        () -> assertEquals(Optional.empty(), network.uplink()));
  }

  @Test
  void ofAnImageGivesNone() throws IOException {
    Files.writeString(web.beside, DEVICES + "Zone=lab\nNamespacePath=/run/netns/x\nPrivate=no\n");

    MachineSettings settings = web.settings("ls");

    assertEquals(Network.STANDARD, settings.network());
    assertEquals(
        List.of(
            web.beside
                + ": ignoring VirtualEthernet=, VirtualEthernetExtra=, Interface=, MACVLAN=,"
                + " IPVLAN=, Bridge=, Port=, Zone=, NamespacePath=, Private=: the file is not"
                + " trusted"),
        web.warnings);
  }

  @Test
  void joinsAnExistingNamespace() throws IOException {
    Files.writeString(web.trusted, "[Network]\nNamespacePath=/run/netns/x\n");

    Network network = web.settings("ls").network();

    assertEquals(Optional.of(Path.of("/run/netns/x")), network.namespace());
    assertFalse(network.own());
  }

  @Test
  void ofOurOwnSaysWhatTheUplinkIs() throws IOException {
    Files.writeString(web.trusted, RECIPE);
    Uplink uplink =
        new Uplink(
            Optional.of((Inet4Address) InetAddress.getByName("10.10.0.2")),
            List.of(InetAddress.getByName("192.0.2.1")));

    assertEquals(Optional.of(uplink), web.settings("ls").network().uplink());

    Files.writeString(web.trusted, "[Network]\nVirtualEthernet=yes\n[X-Jbuild]\nUplink=yes\n");
    assertEquals(Optional.of(Uplink.STANDARD), web.settings("ls").network().uplink());
  }

  @Test
  void ofARecipeIsTakenFromBesideTheImageAndNothingElseThere() throws IOException {
    Files.writeString(
        web.beside,
        RECIPE
            + """
            Uplink=no
            [Network]
            Interface=eth0
            Bridge=br0
            [Exec]
            Capability=CAP_SYS_MODULE
            [Files]
            Bind=/
            """);
    Draft draft = Preset.BOOT.draft(new Surroundings(Map.of(), "host"));
    draft.trustRecipe();
    Target target = Target.at(new Image.Directory(web.image), draft);

    List<String> warnings =
        SettingsMerge.apply(new SettingsFiles(List.of()), draft, target, List.of()).warnings();
    MachineSettings settings = Order.of(draft, target, List.of()).settings();

    assertAll(
        () ->
            assertEquals(
                List.of(
                    web.beside
                        + ": ignoring Uplink=, Interface=, Bridge=, Capability=, Bind=:"
                        + " the file is not trusted"),
                warnings),
        () -> assertEquals(Optional.of("lab"), settings.network().zone()),
        () -> assertEquals(List.of(new Port(Protocol.TCP, 8080, 80)), settings.network().ports()),
        () -> assertTrue(settings.network().uplink().orElseThrow().address().isPresent()),
        () -> assertEquals(List.of(), settings.network().moved()),
        () -> assertEquals(List.of(), settings.files().mounts()));
  }

  @Test
  void ofARecipeIsTakenWhateverTheMachineIsCalled() throws IOException {
    Files.writeString(web.beside, RECIPE);

    assertEquals(List.of(new Port(Protocol.TCP, 8080, 80)), booted("shop", true).network().ports());
    // systemd-nspawn has no other file than that of the machine's name.
    assertEquals(List.of(), booted("shop", false).network().ports());

    Files.writeString(web.beside.resolveSibling("shop.nspawn"), "[Network]\nPort=8443:443\n");
    assertEquals(
        List.of(new Port(Protocol.TCP, 8443, 443)), booted("shop", true).network().ports());
  }

  private MachineSettings booted(String machine, boolean ofRecipe) {
    Draft draft = Preset.BOOT.draft(new Surroundings(Map.of(), "host"));
    if (ofRecipe) {
      draft.trustRecipe();
    }
    draft.option(Options.of("machine"), machine);
    Target target = Target.at(new Image.Directory(web.image), draft);
    SettingsMerge.apply(new SettingsFiles(List.of()), draft, target, List.of());
    return Order.of(draft, target, List.of()).settings();
  }
}
