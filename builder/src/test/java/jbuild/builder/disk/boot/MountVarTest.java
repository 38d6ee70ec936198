package jbuild.builder.disk.boot;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.UUID;
import jbuild.builder.plan.Progress;
import jbuild.builder.plan.Workspace;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class MountVarTest {
  private static final UUID VAR = UUID.fromString("0f5ba7a1-6f6a-5d4b-9f2e-0a1b2c3d4e5f");

  @TempDir Path directory;

  @Test
  void addsALineToTheTable() throws IOException {
    assertEquals(
        """
        # UNCONFIGURED
        PARTUUID=0f5ba7a1-6f6a-5d4b-9f2e-0a1b2c3d4e5f /var ext4 defaults 0 2
        """,
        after("# UNCONFIGURED"));
  }

  @Test
  void leavesATableAloneThatSaysWhereVarIs() throws IOException {
    String table = "LABEL=data  /var\tbtrfs noatime 0 0\n";

    assertEquals(table, after(table));
  }

  private String after(String before) throws IOException {
    Path table = directory.resolve("root/etc/fstab");
    Files.createDirectories(table.getParent());
    Files.writeString(table, before);
    new MountVar(VAR, "ext4")
        .run(new Workspace(directory, directory, (command, lines) -> {}, Progress.SILENT));
    return Files.readString(table);
  }
}
