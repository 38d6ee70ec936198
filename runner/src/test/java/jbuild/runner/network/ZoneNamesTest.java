package jbuild.runner.network;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.net.InetAddress;
import java.net.UnknownHostException;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import jbuild.runner.settings.MachineName;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Whom a machine knows by name, and how often it is looked who that is. */
class ZoneNamesTest {
  private final InetAddress router = address("10.9.8.1");
  private int looks;

  /** Knows one neighbour in a zone, and one of its own. */
  private final class Host implements Surroundings {
    @Override
    public Path place() {
      throw new AssertionError();
    }

    @Override
    public Path shared() {
      throw new AssertionError();
    }

    @Override
    public void record(Remnant remnant) {
      throw new AssertionError();
    }

    @Override
    public List<Neighbour> neighbours() {
      looks++;
      return List.of(neighbour("Bert", "lan", "10.9.8.3"), neighbour("carl", "other", "10.7.7.3"));
    }

    @Override
    public void warn(String line) {
      throw new AssertionError(line);
    }
  }

  @BeforeEach
  void begin() {
    looks = 0;
  }

  @Test
  void thoseOfTheZoneAreKnownBothWays() {
    ZoneNames names = names(Optional.of("lan"));

    assertEquals(Optional.of(List.of(router)), names.addressesOf("_gateway"));
    assertEquals(Optional.of(List.of(address("10.9.8.2"))), names.addressesOf("anna"));
    assertEquals(Optional.of(List.of(address("10.9.8.3"))), names.addressesOf("bert"));
    assertEquals(Optional.empty(), names.addressesOf("carl"));
    assertEquals(Optional.of("bert"), names.nameOf(address("10.9.8.3")));
    assertEquals(Optional.empty(), names.nameOf(address("10.7.7.3")));
  }

  @Test
  void manyQuestionsInAMomentCostOneLook() {
    ZoneNames names = names(Optional.of("lan"));

    for (int count = 0; count < 100; count++) {
      names.addressesOf("nobody");
    }

    assertEquals(1, looks);
  }

  @Test
  void aMachineWithoutAZoneKnowsNobodyAndNobodyIsLookedFor() {
    ZoneNames names = names(Optional.empty());

    assertEquals(Optional.empty(), names.addressesOf("bert"));
    assertEquals(Optional.empty(), names.nameOf(address("10.9.8.3")));
    assertEquals(0, looks);
  }

  private ZoneNames names(Optional<String> zone) {
    Reach reach = new Reach(zone, List.of(address("10.9.8.2")), List.of());
    return new ZoneNames(
        new Host(), new Neighbour(new MachineName("anna"), reach), List.of(router));
  }

  private static Neighbour neighbour(String name, String zone, String address) {
    Reach reach = new Reach(Optional.of(zone), List.of(address(address)), List.of());
    return new Neighbour(new MachineName(name), reach);
  }

  private static InetAddress address(String text) {
    try {
      return InetAddress.getByName(text);
    } catch (UnknownHostException e) {
      throw new IllegalArgumentException(text, e);
    }
  }
}
