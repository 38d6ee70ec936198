package jbuild.builder.toolset;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.List;
import java.util.Optional;
import jbuild.builder.plan.Progress;
import jbuild.builder.plan.Step;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ToolsetsTest {
  @TempDir Path host;
  @TempDir Path cache;
  private Toolsets tools;

  @BeforeEach
  void giveTheHostOneProgramOfTwo() throws IOException {
    tools = new Toolsets(new ProgramTree(host), new NoPackages());
    program(host, "usr/sbin/mkfs.ext4");
  }

  @Test
  void fetchesOnlyWhatTheHostHasNotAsAWhole() throws IOException {
    program(host, "usr/bin/mksquashfs");

    Optional<Step> step = tools.fetching(List.of(Toolset.SQUASHFS, Toolset.FAT, Toolset.EXT4));

    assertEquals(
        Optional.of("fetch e2fsprogs, dosfstools, mtools"), step.map(fetching -> fetching.name()));
  }

  @Test
  void needsNoStepWhenTheHostHasAll() throws IOException {
    program(host, "sbin/debugfs");

    assertEquals(Optional.empty(), tools.fetching(List.of(Toolset.EXT4)));
    assertEquals(host, tools.get(Toolset.EXT4, cache, Progress.SILENT).root());
  }

  @Test
  void takesAFreshTreeOfTheCacheWithoutAskingTheSource() throws IOException {
    Path tree = Files.createDirectories(cache.resolve("tools/e2fsprogs-0123456789abcdef"));
    Files.createDirectories(cache.resolve("tools/e2fsprogs-extra-0123456789abcdef"));

    assertEquals(tree, tools.get(Toolset.EXT4, cache, Progress.SILENT).root());
  }

  private static void program(Path root, String path) throws IOException {
    Path file = root.resolve(path);
    Files.createDirectories(file.getParent());
    Files.writeString(file, "");
    Files.setPosixFilePermissions(file, PosixFilePermissions.fromString("rwxr-xr-x"));
  }
}
