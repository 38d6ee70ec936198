package jbuild.runner.linux;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.EnumSet;
import java.util.Set;
import org.junit.jupiter.api.Test;

class CapabilityTest {
  @Test
  void makesAMaskOfBitsByNumber() {
    assertEquals(
        1L << 21 | 1L << 40,
        Capability.mask(Set.of(Capability.SYS_ADMIN, Capability.CHECKPOINT_RESTORE)));
  }

  @Test
  void readsBackItsOwnMask() {
    Set<Capability> all = EnumSet.allOf(Capability.class);

    assertEquals(0x1ffffffffffL, Capability.mask(all));
    assertEquals(all, Capability.of(-1L));
  }
}
