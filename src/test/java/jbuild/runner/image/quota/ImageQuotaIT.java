package jbuild.runner.image.quota;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import java.util.OptionalLong;
import jbuild.runner.Failure;
import jbuild.runner.linux.Btrfs;
import jbuild.runner.linux.BytePath;
import jbuild.runner.linux.Descriptors;
import jbuild.runner.linux.Fd;
import jbuild.runner.linux.QuotaUsage;
import jbuild.runner.linux.Sync;
import jbuild.tools.OwnFileSystem;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ImageQuotaIT {
  private static final int MIB = 1 << 20;
  private static final OptionalLong LIMIT = OptionalLong.of(8 * MIB);

  @TempDir Path directory;

  @Test
  void countsAndLimitsSubvolumes() throws Exception {
    OwnFileSystem.make(directory, "btrfs")
        .run(
            () -> {
              Path image = directory.resolve("btrfs/image");
              try (Fd root = open(image.getParent())) {
                Btrfs.make(root, BytePath.of("image"));
              }
              ImageQuota quota = ImageQuota.of(image);
              assertEquals(Optional.empty(), quota.usage());
              quota.limit(OptionalLong.empty());

              QuotaUsage usage = limited(image, quota);

              assertTrue(usage.exclusive().getAsLong() >= 4 * MIB);
              quota.limit(OptionalLong.empty());
              assertEquals(OptionalLong.empty(), quota.usage().orElseThrow().limit());
              Files.write(image.resolve("second"), new byte[8 * MIB]);
            });
  }

  @Test
  void saysThatXfsWasNotMountedToCount() throws Exception {
    OwnFileSystem system = OwnFileSystem.make(directory, "xfs", "-q");

    system.run(() -> assertIsNotCounted(system.place()));
  }

  @Test
  void saysWhereNothingIsCounted() {
    assertIsNotCounted(directory);
  }

  private static void assertIsNotCounted(Path directory) {
    ImageQuota quota = ImageQuota.of(directory);

    assertEquals(Optional.empty(), quota.usage());
    Failure failure = assertThrows(Failure.class, () -> quota.limit(LIMIT));

    assertEquals("its file system counts neither subvolumes nor projects", failure.why());
  }

  private static QuotaUsage limited(Path image, ImageQuota quota) throws IOException {
    quota.limit(LIMIT);
    Files.write(image.resolve("first"), new byte[4 * MIB]);
    assertThrows(IOException.class, () -> Files.write(image.resolve("second"), new byte[5 * MIB]));
    Files.delete(image.resolve("second"));
    try (Fd root = open(image)) {
      Sync.fileSystem(root);
    }
    QuotaUsage usage = ImageQuota.of(image).usage().orElseThrow();
    assertEquals(LIMIT, usage.limit());
    assertTrue(usage.used() >= 4 * MIB && usage.used() < 8 * MIB, usage.toString());
    return usage;
  }

  private static Fd open(Path path) {
    return Descriptors.onHost(
        BytePath.of(path.toString()), Descriptors.O_RDONLY | Descriptors.O_DIRECTORY);
  }
}
