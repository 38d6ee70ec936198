package jbuild.builder.disk.boot;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.UUID;
import org.junit.jupiter.api.Test;

class KernelOptionsTest {
  private static final UUID ROOT = UUID.fromString("0f5ba7a1-6f6a-5d4b-9f2e-0a1b2c3d4e5f");

  @Test
  void nameTheRootPartitionAndWhatTheRecipeAdds() {
    assertEquals(
        "root=PARTUUID=0f5ba7a1-6f6a-5d4b-9f2e-0a1b2c3d4e5f rootfstype=ext4 rw quiet splash",
        new KernelOptions(ROOT, "ext4", " quiet splash ").text());
  }

  @Test
  void doNotAskForWritingWhereThatCannotBe() {
    assertEquals(
        "root=PARTUUID=0f5ba7a1-6f6a-5d4b-9f2e-0a1b2c3d4e5f rootfstype=erofs ro",
        new KernelOptions(ROOT, "erofs", "").text());
  }
}
