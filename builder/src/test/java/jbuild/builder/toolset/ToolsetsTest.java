package jbuild.builder.toolset;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.List;
import java.util.Optional;
import jbuild.builder.plan.Command;
import jbuild.builder.plan.Progress;
import jbuild.builder.plan.Step;
import jbuild.runner.ExitStatus;
import jbuild.runner.Failure;
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

  @Test
  void fetchesNothingInPlaceOfWhatAChosenTreeLacks() {
    Toolsets chosen =
        ToolChoice.only(new ProgramTree(host, true), "web-tools").with(new NoPackages());

    Failure failure =
        assertThrows(Failure.class, () -> chosen.get(Toolset.EXT4, cache, Progress.SILENT));

    assertEquals(
        Optional.of("find e2fsprogs in web-tools"),
        chosen.fetching(List.of(Toolset.EXT4)).map(Step::name));
    assertEquals(ExitStatus.HOST_CANNOT, failure.status());
    assertEquals("cannot build with the tools of web-tools", failure.what());
    assertEquals("it has no debugfs", failure.why());
    assertEquals(
        "install it there, or write tools = \"auto\": jbuild brings then what is missing",
        failure.fix());
  }

  @Test
  void aChosenTreeStaysAsItIs() throws IOException {
    program(host, "usr/bin/debugfs");
    Toolsets chosen =
        ToolChoice.only(new ProgramTree(host, true), "web-tools").with(new NoPackages());

    ProgramTree tree = chosen.get(Toolset.EXT4, cache, Progress.SILENT);

    assertEquals(host, tree.root());
    assertTrue(tree.command("debugfs").forgotten());
  }

  @Test
  void eitherGenerationOfDnfWillDo() throws IOException {
    for (String name : List.of("rpm", "gpg", "sh", "mount")) {
      program(host, "usr/bin/" + name);
    }
    ProgramTree tree = new ProgramTree(host);
    assertFalse(tree.hasAll(Toolset.DNF));

    program(host, "usr/bin/dnf5");

    assertTrue(tree.hasAll(Toolset.DNF));
  }

  @Test
  void aLinkOutOfTheTreeIsNoProgramInIt() throws IOException {
    Path outside = Files.createDirectory(cache.resolve("outside"));
    program(outside, "debugfs");
    Files.createDirectories(host.resolve("usr/bin"));
    Files.createSymbolicLink(host.resolve("usr/bin/debugfs"), outside.resolve("debugfs"));

    assertFalse(new ProgramTree(host).has("debugfs"));
  }

  @Test
  void settingsOfPackageToolsAreHidden() throws IOException {
    Files.createDirectories(host.resolve("etc/rpm"));
    Files.createDirectories(host.resolve("etc/ssl"));
    ProgramTree tree = new ProgramTree(host);

    assertEquals(
        List.of(new Command.Bind(cache, "/etc/rpm", true)),
        tree.withoutSettings(tree.command("rpm"), cache).binds());
  }

  private static void program(Path root, String path) throws IOException {
    Path file = root.resolve(path);
    Files.createDirectories(file.getParent());
    Files.writeString(file, "");
    Files.setPosixFilePermissions(file, PosixFilePermissions.fromString("rwxr-xr-x"));
  }
}
