package jbuild.runner.tree;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.Map;
import java.util.Optional;
import jbuild.runner.settings.UserNamespace;
import org.junit.jupiter.api.Test;

class ShiftTest {
  private static final Map<String, String> MODE = Map.of("mode", "755");
  private static final Optional<String> LABEL = Optional.of("system_u:object_r:x:s0:c1,c2");

  @Test
  void ownsAndLabelsFileSystems() {
    Shift shift = Shift.of(Optional.of(new UserNamespace(131072, 65536)), LABEL);

    assertEquals(
        Map.of(
            "mode",
            "755",
            "uid",
            "131072",
            "gid",
            "131072",
            "context",
            "system_u:object_r:x:s0:c1,c2"),
        shift.owned(MODE));
    assertEquals(
        Map.of("mode", "755", "context", "system_u:object_r:x:s0:c1,c2"), shift.labelled(MODE));
  }

  @Test
  void leavesThemAsTheyAreWithoutUsersAndLabels() {
    Shift shift = Shift.of(Optional.empty(), Optional.empty());

    assertEquals(MODE, shift.owned(MODE));
    assertEquals(MODE, shift.labelled(MODE));
  }
}
