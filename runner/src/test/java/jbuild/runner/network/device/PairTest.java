package jbuild.runner.network.device;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import jbuild.runner.Failure;
import jbuild.runner.network.OwnNetwork;
import jbuild.runner.network.link.Link;
import jbuild.runner.network.link.LinkName;
import jbuild.runner.network.link.MacAddress;
import jbuild.runner.network.link.NamespaceNetwork;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** Pairs of machines that have the same name, and so the same hardware addresses. */
@Tag("root")
class PairTest {
  private static final MacAddress OUTSIDE = MacAddress.parse("02:00:00:00:00:01").orElseThrow();
  private static final MacAddress INSIDE = MacAddress.parse("02:00:00:00:00:02").orElseThrow();

  private final OwnNetwork host = new OwnNetwork();
  private final OwnNetwork machine = new OwnNetwork();
  private final Ends ends =
      new Ends(
          host.namespace(),
          NamespaceNetwork.of(host.namespace()),
          machine.namespace(),
          NamespaceNetwork.of(machine.namespace()));
  private final List<Link> recorded = new ArrayList<>();

  /** Remembers pairs. */
  private final class Record implements LinkRecord {
    @Override
    public void bridge(String name) {
      throw new AssertionError(name);
    }

    @Override
    public void pair(Link outside) {
      recorded.add(outside);
    }
  }

  @AfterEach
  void end() {
    ends.host().close();
    ends.machine().close();
    host.close();
    machine.close();
  }

  @Test
  void thatOfALivingMachineIsRefusedByName() {
    pair().attach(ends);

    Failure failure = assertThrows(Failure.class, () -> pair().check(ends.host()));

    assertEquals("cannot make the link ve-web", failure.what());
    assertEquals("there is one of that name already", failure.why());
    assertEquals(
        "end the machine that has it, or give this one another name with --machine=",
        failure.fix());
  }

  @Test
  void thatOfALivingMachineSurvivesOneThatComesTooLate() {
    pair().attach(ends);
    Pair late = pair();

    Failure failure = assertThrows(Failure.class, () -> late.attach(ends));
    late.detach(ends);

    assertEquals("there is one of that name already", failure.why());
    assertEquals(Optional.of(recorded.get(0).index()), index());
  }

  @Test
  void thatOfTheNextMachineSurvivesTheEndOfTheFirst() {
    Pair first = pair();
    first.attach(ends);
    ends.host().links().delete(recorded.get(0));
    pair().attach(ends);

    first.detach(ends);
    host.inside(
        () -> {
          Pair.removeLeft(recorded.get(0).index(), "ve-web");
          return null;
        });

    assertEquals(Optional.of(recorded.get(1).index()), index());
  }

  @Test
  void thatOfAKilledMachineIsRemovedAsItWasWrittenDown() {
    pair().attach(ends);

    host.inside(
        () -> {
          Pair.removeLeft(recorded.get(0).index(), "ve-web");
          return null;
        });

    assertEquals(Optional.empty(), index());
  }

  private Pair pair() {
    return new Pair(LinkName.veth("web"), OUTSIDE, "host0", INSIDE, new Record());
  }

  private Optional<Integer> index() {
    return ends.host().links().find("ve-web").map(Link::index);
  }
}
