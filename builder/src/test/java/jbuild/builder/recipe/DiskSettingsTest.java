package jbuild.builder.recipe;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import jbuild.builder.distribution.DistributionProfiles;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class DiskSettingsTest {
  @TempDir Path directory;

  @Test
  void formatPartitionsLikeTheRootUnlessTheySayOtherwise() throws IOException {
    Recipe recipe =
        read(
            """
            image = {name = "web", outputs = ["raw"]}
            distribution = {name = "debian", release = "stable"}
            [disk]
            file-system = "btrfs"
            size = "content+1G"
            [[disk.partitions]]
            use = "home"
            size = "auto+20%"
            [[disk.partitions]]
            use = "tmp"
            file-system = "xfs"
            [[disk.partitions]]
            use = "swap"
            size = "512M"
            """);

    assertEquals(
        new DiskSettings(
            DiskFileSystem.BTRFS,
            new DiskSize(DiskSize.Base.CONTENT, 1073741824, 0),
            List.of(
                new DiskSettings.Partition(
                    PartitionUse.HOME,
                    DiskFileSystem.BTRFS,
                    new DiskSize(DiskSize.Base.AUTO, 0, 20)),
                new DiskSettings.Partition(
                    PartitionUse.TMP, DiskFileSystem.XFS, new DiskSize(DiskSize.Base.AUTO, 0, 0)),
                new DiskSettings.Partition(
                    PartitionUse.SWAP,
                    DiskFileSystem.BTRFS,
                    new DiskSize(DiskSize.Base.FIXED, 536870912, 0))),
            Optional.empty()),
        recipe.outputs().disk());
  }

  private Recipe read(String toml) throws IOException {
    Path file = Files.writeString(directory.resolve("recipe.toml"), toml);
    return new RecipeReader(new DistributionProfiles()).read(file);
  }
}
