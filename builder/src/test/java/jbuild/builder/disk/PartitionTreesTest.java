package jbuild.builder.disk;

import static org.junit.jupiter.api.Assertions.assertAll;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import org.junit.jupiter.api.Test;

class PartitionTreesTest {
  @Test
  void aTableThatMountsVarIsLeftAlone() {
    assertAll(
        () -> assertTrue(PartitionTrees.mountsVar("# mine\nLABEL=data\t/var ext4 defaults 0 2\n")),
        () -> assertTrue(PartitionTrees.mountsVar("  tmpfs /var/ tmpfs")),
        () -> assertFalse(PartitionTrees.mountsVar("")),
        () -> assertFalse(PartitionTrees.mountsVar("#LABEL=data /var ext4\n# /var\n")),
        () ->
            assertFalse(PartitionTrees.mountsVar("LABEL=data /var/lib ext4\n/var /mnt none bind")));
  }
}
