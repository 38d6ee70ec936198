package jbuild.builder.distribution.debian;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import jbuild.builder.distribution.DistributionProfile;
import jbuild.builder.distribution.DistributionProfiles;
import jbuild.builder.plan.Command;
import jbuild.builder.plan.ProgramFailure;
import jbuild.builder.plan.Progress;
import jbuild.builder.plan.Sandbox;
import jbuild.builder.plan.Step;
import jbuild.builder.plan.Workspace;
import jbuild.builder.sandbox.MachineSandbox;
import jbuild.builder.toolset.Toolsets;
import jbuild.runner.ExitStatus;
import jbuild.runner.Failure;
import jbuild.runner.image.ImageTree;
import jbuild.runner.machine.Launcher;
import jbuild.runner.machine.RuntimeDirectory;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Real packages from the mirror that this host uses, in real machines. */
@Tag("root")
class DebianTest {
  private static final DistributionProfile PROFILE =
      new DistributionProfiles().find("debian").orElseThrow();

  // What one test has fetched, the others need not fetch again.
  @TempDir static Path cache;
  @TempDir Path directory;
  private final List<String> log = new ArrayList<>();
  private Workspace workspace;

  @BeforeEach
  void makeAWorkspace() {
    Sandbox sandbox =
        new MachineSandbox(
            new Launcher(new RuntimeDirectory(directory.resolve("run"))),
            directory.resolve("log"),
            log::add);
    workspace = new Workspace(directory.resolve("build"), cache, sandbox, Progress.SILENT);
    assertTrue(workspace.directory().toFile().mkdir());
  }

  @Test
  void makesASystemWithPackagesAndWithoutThoseThatAreRemoved() {
    run(packages("trixie", List.of("less", "hello"), List.of("less")));

    try (ImageTree tree = ImageTree.open(workspace.root())) {
      assertTrue(tree.exists("/usr/bin/hello"));
      assertFalse(tree.exists("/usr/bin/less"));
      assertFalse(tree.exists("/usr/sbin/policy-rc.d"));
      assertFalse(tree.exists("/etc/resolv.conf"));
      assertFalse(tree.exists("/etc/apt/sources.list"));
      assertEquals(List.of("debian.sources"), tree.list("/etc/apt/sources.list.d"));
      assertEquals(List.of("usr/bin"), tree.readLink("/bin").stream().toList());
    }
    List<String> words = new ArrayList<>();
    workspace.sandbox().run(Command.in(workspace.root(), "hello"), words::add);
    assertEquals(List.of("Hello, world!"), words);
  }

  @Test
  void showsTheEndOfDebootstrapsOwnLog() {
    Archive archive = new Archive(packages("trixie", List.of(), List.of()), System.getenv());
    archive.fetchSuites(workspace);
    Debootstrap debootstrap = new Debootstrap(archive, Toolsets.of(archive.toolPackages()));
    debootstrap.fetch(workspace);
    Path release = archive.views(workspace).resolve("archive/dists/trixie/InRelease");
    assertTrue(release.toFile().delete());

    ProgramFailure failure = assertThrows(ProgramFailure.class, () -> debootstrap.run(workspace));

    assertEquals("debootstrap cannot make the base system", failure.what());
    assertTrue(failure.why().startsWith("Failed getting release file file://"), failure.why());
  }

  @Test
  void namesThePackageThatAnUnknownNameIsMostLike() {
    DebianPackages packages = packages("trixie", List.of("opensh-server"), List.of());

    Failure failure = assertThrows(Failure.class, () -> run(packages));

    assertEquals(ExitStatus.FAILED, failure.status());
    assertEquals("cannot install opensh-server", failure.what());
    assertEquals("debian trixie has no package of this name in main", failure.why());
    assertEquals("did you mean 'openssh-server'?", failure.fix());
  }

  private void run(DebianPackages packages) {
    Debian debian = new Debian(packages, System.getenv());
    List<Step> steps = Stream.concat(debian.base().stream(), debian.packages().stream()).toList();
    steps.forEach(step -> step.run(workspace));
  }

  private static DebianPackages packages(
      String release, List<String> install, List<String> remove) {
    return new DebianPackages(
        PROFILE,
        PROFILE.release(release).orElseThrow(),
        "amd64",
        Map.of(),
        PROFILE.components(),
        install,
        remove,
        false,
        false,
        false);
  }
}
