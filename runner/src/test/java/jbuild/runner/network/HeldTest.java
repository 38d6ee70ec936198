package jbuild.runner.network;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.ArrayList;
import java.util.List;
import jbuild.runner.ExitStatus;
import jbuild.runner.Failure;
import org.junit.jupiter.api.Test;

/** What happens when something cannot be given back. */
class HeldTest {
  @Test
  void theRestIsGivenBackAllTheSame() {
    List<String> events = new ArrayList<>();
    Held held = new Held();
    held.until(() -> events.add("first"));
    held.until(
        () -> {
          throw new IllegalStateException("odd");
        });
    held.until(
        () -> {
          throw new Failure(ExitStatus.FAILED, "cannot do it", "no", "fix");
        });
    held.until(() -> events.add("last"));

    held.giveBack(events::add);

    assertEquals(
        List.of("last", "cannot do it: no", "java.lang.IllegalStateException: odd", "first"),
        events);
  }
}
