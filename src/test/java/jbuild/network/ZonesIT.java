package jbuild.network;

import static org.junit.jupiter.api.Assertions.assertAll;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.file.Path;
import java.util.List;
import jbuild.runner.network.link.Link;
import jbuild.runner.network.link.NamespaceNetwork;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Machines that share a zone, and machines that do not. */
@Tag("root")
class ZonesIT {
  private static final String ZONE = "--network-zone=friends";
  private static final String BRIDGE = "vz-friends";

  @TempDir Path directory;

  private SmallInternet internet;

  @BeforeEach
  void open() {
    internet = SmallInternet.open(directory);
  }

  @AfterEach
  void close() {
    internet.close();
  }

  @Test
  void machinesReachThoseOfTheirZoneByNameAndNobodyElses() {
    try (ShellMachine anna = start("anna", ZONE);
        ShellMachine bert = start("bert", ZONE);
        ShellMachine cleo = start("cleo", "--network-zone=strangers");
        ShellMachine dora = start("dora", "--network-veth")) {
      List<ShellMachine> all = List.of(anna, bert, cleo, dora);
      assertTrue(all.stream().allMatch(machine -> machine.can("true")));
      List<String> ofBert = addresses(bert);
      String loner = addresses(dora).get(0);

      assertAll(
          () -> assertReaches(anna, "-4 bert", "-6 bert", "-4 bert.jbuild.internal"),
          () -> assertReaches(bert, "-4 anna", "-6 anna"),
          () -> assertReaches(anna, ofBert.get(0), ofBert.get(1)),
          () -> assertReachesNot(anna, "cleo", "dora", loner),
          () -> assertReachesNot(cleo, "anna", "bert", ofBert.get(0), ofBert.get(1), loner),
          () -> assertReachesNot(dora, "anna", "bert", ofBert.get(0), ofBert.get(1)),
          () -> all.forEach(ZonesIT::assertFetches));
    }
    assertEquals(List.of("eth0", "lo"), links());
  }

  @Test
  void theZoneGoesOnWithoutAMachineThatWasKilled() {
    try (ShellMachine anna = start("anna", ZONE)) {
      ShellMachine bert = start("bert", ZONE);
      assertTrue(anna.can("true") && bert.can("true"));
      assertReaches(bert, "anna");
      assertReaches(anna, "bert");
      bert.kill();
      awaitEndOf("vb-bert");

      assertFetches(anna);
      assertReaches(anna, "-4 _gateway", "-6 _gateway");
      assertReachesNot(anna, "bert");
      assertTrue(links().contains(BRIDGE), () -> links().toString());
      try (ShellMachine cleo = start("cleo", ZONE)) {
        assertReaches(cleo, "-4 anna", "-6 anna");
        assertFetches(cleo);
      }
      assertFetches(anna);
    }
    assertEquals(List.of("eth0", "lo"), links());
  }

  private ShellMachine start(String name, String option) {
    return ShellMachine.start(internet, directory, name, option);
  }

  private static List<String> addresses(ShellMachine machine) {
    return machine
        .answer("ip -o addr show dev host0 scope global | awk '{ print $4 }' | cut -d / -f 1")
        .lines()
        .toList();
  }

  private static void assertReaches(ShellMachine machine, String... others) {
    for (String other : others) {
      String shown = machine.answer("ping -c 1 -W 2 " + other);
      assertTrue(shown.contains(" 0% packet loss"), shown);
    }
  }

  private static void assertReachesNot(ShellMachine machine, String... others) {
    for (String other : others) {
      assertFalse(machine.can("ping -c 1 -W 1 " + other), other);
    }
  }

  private static void assertFetches(ShellMachine machine) {
    for (String protocol : List.of("-4", "-6")) {
      String page = machine.answer("curl " + protocol + " -sS --max-time 5 http://web.example/");
      assertEquals(SmallInternet.PAGE, page);
    }
  }

  /** The kernel takes down the links of the dead when it has time for that. */
  private void awaitEndOf(String link) {
    while (links().contains(link)) {
      Thread.yield();
    }
  }

  /** Those of the host. */
  private List<String> links() {
    try (NamespaceNetwork host = internet.network()) {
      return host.links().list().stream().map(Link::name).sorted().toList();
    }
  }
}
