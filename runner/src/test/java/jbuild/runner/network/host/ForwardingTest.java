package jbuild.runner.network.host;

import static org.junit.jupiter.api.Assertions.assertAll;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.Stream;
import jbuild.runner.Notices;
import jbuild.runner.linux.BytePath;
import jbuild.runner.linux.Descriptors;
import jbuild.runner.linux.Fd;
import jbuild.runner.linux.MountFlag;
import jbuild.runner.linux.Mounts;
import jbuild.runner.linux.Namespaces;
import jbuild.runner.linux.NetworkNamespaces;
import jbuild.runner.network.host.Forwarding.Held;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

@Tag("root")
class ForwardingTest {
  private static final String UPLINK4 = "ipv4/conf/up0/forwarding";
  private static final String UPLINK6 = "ipv6/conf/up0/force_forwarding";
  private static final String ALL4 = "ipv4/conf/all/forwarding";
  private static final String ALL6 = "ipv6/conf/all/forwarding";

  @TempDir Path directory;
  private final List<String> notices = new ArrayList<>();
  private TestHost network;

  @BeforeEach
  void makeAHost() throws IOException {
    network = new TestHost();
  }

  @AfterEach
  void closeIt() {
    network.close();
  }

  @ParameterizedTest
  @ValueSource(booleans = {true, false})
  void forwardsForTheMachineAndGivesAllBack(boolean hasSwitches) throws IOException {
    Map<String, String> before = settings();
    Held held = acquire(hasSwitches);

    assertEquals("198.51.100.9", network.heard("198.51.100.9"));
    assertEquals("2001:db8:1::9", network.heard("2001:db8:1::9"));
    assertEquals("true true", in(() -> held.ipv4() + " " + held.ipv6()));
    assertEquals(List.of("up0"), held.guarded().ipv4());
    assertEquals(List.of("up0"), held.guarded().ipv6());
    assertEquals(List.of(), notices);
    close(held);

    assertEquals(before, settings());
    assertEquals(List.of(".forwarding.lock"), files());
  }

  @ParameterizedTest
  @ValueSource(booleans = {true, false})
  void doesNotMakeTheHostForgetItsRouter(boolean hasSwitches) throws IOException {
    network.advertiseRouter();
    assertTrue(network.hasRouter());
    // The trap: any other link that begins to forward has it forgotten.
    network.set("ipv6/conf/ve-web/forwarding", "1");
    assertFalse(network.hasRouter());
    network.set("ipv6/conf/ve-web/forwarding", "0");
    network.advertiseRouter();
    assertTrue(network.hasRouter());

    Held held = acquire(hasSwitches);
    assertTrue(network.hasRouter());
    close(held);

    assertTrue(network.hasRouter());
    assertEquals("1", network.value("ipv6/conf/up0/accept_ra"));
  }

  @Test
  void doesNotLetTheMachineBecomeTheRouterOfTheHost() throws IOException {
    Held held = acquire(true);

    assertAll(
        () -> assertEquals("0", network.value("ipv6/conf/ve-web/accept_ra")),
        () -> assertEquals("0", network.value("ipv6/conf/ve-web/accept_redirects")),
        () -> assertEquals("0", network.value("ipv4/conf/ve-web/accept_redirects")),
        () -> assertEquals("1", network.value("ipv6/conf/ve-web/forwarding")));
    close(held);
  }

  @Test
  void keepsForwardingUntilTheLastMachineEnds() throws IOException {
    Held first = acquire(true);
    Held second = acquire(true);
    close(first);

    assertEquals("1 1", network.value(UPLINK4) + " " + network.value(UPLINK6));
    assertEquals(List.of("up0"), second.guarded().ipv4());
    close(second);

    assertEquals("0 0", network.value(UPLINK4) + " " + network.value(UPLINK6));
  }

  @ParameterizedTest
  @ValueSource(booleans = {true, false})
  void givesBackWhatAProcessLeftThatWasKilled(boolean hasSwitches) throws IOException {
    Map<String, String> before = settings();
    Held held = acquire(hasSwitches);
    Map<String, String> during = settings();
    Path place = directory.resolve(files().get(1));
    String changes = Files.readString(place.resolve("changes"));
    close(held);
    // As it would be without our end.
    for (String name : before.keySet()) {
      if (!before.get(name).equals(during.get(name))) {
        network.set(name, during.get(name));
      }
    }
    Files.createDirectory(place);
    Files.writeString(place.resolve("changes"), changes + "ipv4/conf/lo/forw");
    Files.createFile(place.resolve("users"));
    assertEquals(during, settings());

    in(
        () -> {
          new Forwarding(directory, hasSwitches).collect();
          return "";
        });

    assertEquals(before, settings());
    assertEquals(List.of(".forwarding.lock"), files());
  }

  @Test
  void collectsNothingOfProcessesThatLive() throws IOException {
    Held held = acquire(true);

    in(
        () -> {
          new Forwarding(directory).collect();
          return "";
        });

    assertEquals("1 1", network.value(UPLINK4) + " " + network.value(UPLINK6));
    close(held);
    assertEquals("0 0", network.value(UPLINK4) + " " + network.value(UPLINK6));
  }

  @Test
  void leavesAloneWhatOthersHaveChangedMeanwhile() throws IOException {
    network.set(ALL4, "0");
    Held held = acquire(true);
    network.set(UPLINK6, "0");
    // As docker does when it is started.
    network.set(ALL4, "1");

    Guarded guarded = TestHost.in(network.host, () -> held.follow(network.uplinks()));
    close(held);

    assertEquals(List.of(), guarded.ipv4());
    assertEquals("1", network.value(UPLINK4));
    assertEquals("0", network.value(UPLINK6));
  }

  @Test
  void guardsNothingWhereTheHostForwardedBefore() throws IOException {
    network.set(ALL4, "1");
    network.set(ALL6, "1");
    Map<String, String> before = settings();

    Held held = acquire(true);

    assertEquals(new Guarded(List.of(), List.of()), held.guarded());
    close(held);
    before.keySet().removeIf(name -> name.contains("ve-web"));
    Map<String, String> after = settings();
    after.keySet().removeIf(name -> name.contains("ve-web"));
    assertEquals(before, after);
  }

  @Test
  void findsAllLinksWithRoutes() throws IOException {
    assertEquals(new Uplinks(List.of("up0"), List.of("up0")), network.uplinks());
  }

  @Test
  void saysInOneLineThatTheHostDoesNotAllowIt() throws IOException {
    Held held =
        TestHost.in(
            network.host,
            () -> {
              makeSettingsReadOnly();
              return new Forwarding(directory)
                  .acquire(TestHost.LINK, network.uplinks(), notices::add);
            });

    assertEquals(
        List.of(
            "the machine may reach this host only: cannot set"
                + " /proc/sys/net/ipv4/conf/ve-web/forwarding and 9 more like it: Read-only file"
                + " system; mount /proc/sys writable"),
        notices);
    assertEquals("false false", in(() -> held.ipv4() + " " + held.ipv6()));
    assertEquals(new Guarded(List.of(), List.of()), held.guarded());
    close(held);
  }

  private static void makeSettingsReadOnly() {
    Namespaces.leaveMounts();
    try (Fd place = Descriptors.onHost(BytePath.of("/proc/sys"));
        Fd copy = Mounts.copy(place)) {
      Mounts.attach(copy, place);
      Mounts.restrict(copy, Set.of(MountFlag.READ_ONLY), true);
    }
  }

  private Held acquire(boolean hasSwitches) throws IOException {
    Uplinks uplinks = network.uplinks();
    Notices said = notices::add;
    return TestHost.in(
        network.host,
        () -> new Forwarding(directory, hasSwitches).acquire(TestHost.LINK, uplinks, said));
  }

  private void close(Held held) throws IOException {
    in(
        () -> {
          held.close();
          return "";
        });
  }

  private String in(NetworkNamespaces.Work<String, IOException> work) throws IOException {
    return TestHost.in(network.host, work);
  }

  private List<String> files() throws IOException {
    try (Stream<Path> files = Files.list(directory)) {
      return files.map(file -> file.getFileName().toString()).sorted().toList();
    }
  }

  /** Those of all links but the machine's, which ends with it. */
  private Map<String, String> settings() throws IOException {
    Map<String, String> settings = new TreeMap<>();
    for (String link : List.of("all", "default", "lo", "up0")) {
      for (String name : List.of("ipv4/conf/%s/forwarding", "ipv6/conf/%s/forwarding")) {
        settings.put(name.formatted(link), network.value(name.formatted(link)));
      }
      for (String name : List.of("ipv6/conf/%s/force_forwarding", "ipv6/conf/%s/accept_ra")) {
        settings.put(name.formatted(link), network.value(name.formatted(link)));
      }
    }
    return settings;
  }
}
