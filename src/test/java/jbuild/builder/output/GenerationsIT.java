package jbuild.builder.output;

import static org.junit.jupiter.api.Assertions.assertAll;
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
import java.util.OptionalInt;
import java.util.stream.Stream;
import jbuild.builder.Rollback;
import jbuild.builder.plan.BuildPlan;
import jbuild.builder.plan.Progress;
import jbuild.builder.plan.Step;
import jbuild.builder.plan.Workspace;
import jbuild.runner.ExitStatus;
import jbuild.runner.Failure;
import jbuild.runner.image.ImageLock;
import jbuild.runner.image.Trees;
import jbuild.runner.linux.Btrfs;
import jbuild.runner.linux.BytePath;
import jbuild.runner.linux.Descriptors;
import jbuild.runner.linux.Fd;
import jbuild.tools.OwnFileSystem;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Builds of a subvolume, one after the other, on a btrfs of the test's own. */
@Tag("root")
class GenerationsIT {
  private static final int KEPT = 2;

  @TempDir Path directory;
  private Path out;

  @Test
  void keepsTheLastBuildsAndGoesBackToThem() throws Exception {
    onBtrfs(
        () -> {
          build("one");
          build("two");
          Files.writeString(out.resolve("web/changed"), "by a machine");
          build("three");

          assertEquals(List.of(".web@2", ".web@3", "web"), names());
          assertEquals(List.of("3 three current", "2 two"), listed());
          assertEquals("three", content("web"));
          assertFalse(Files.exists(out.resolve("web/changed")));
          assertReadOnly(".web@3", true);
          assertReadOnly("web", false);
          assertEquals(
              "rwxr-xr-x",
              PosixFilePermissions.toString(Files.getPosixFilePermissions(out.resolve("web"))));

          Files.writeString(out.resolve("web/changed"), "by a machine");
          rollback().to(OptionalInt.empty(), Optional.empty());

          assertEquals("two", content("web"));
          assertFalse(Files.exists(out.resolve("web/changed")));
          assertEquals(List.of("3 three", "2 two current"), listed());
          assertEquals(List.of(".web@2", ".web@3", "web"), names());

          rollback().to(OptionalInt.of(3), Optional.of("web-before"));

          assertEquals("three", content("web"));
          assertEquals("two", content("web-before"));
          assertEquals(List.of("3 three current", "2 two"), listed());
        });
  }

  @Test
  void bringsBackAnImageThatIsGone() throws Exception {
    onBtrfs(
        () -> {
          build("one");
          Trees.remove(out.resolve("web"));

          rollback().to(OptionalInt.empty(), Optional.empty());

          assertEquals("one", content("web"));
        });
  }

  @Test
  @SuppressWarnings("try") // The locks are there to be held.
  void refusesWhatCannotBe() throws Exception {
    onBtrfs(
        () -> {
          build("one");
          build("two");

          try (ImageLock lock = ImageLock.shared(out.resolve("web"))) {
            assertEquals(
                "Directory tree " + out.resolve("web") + " is currently busy.",
                refusal(OptionalInt.of(1), Optional.empty()));
          }
          assertAll(
              () ->
                  assertEquals(
                      "generation 7 is not kept; there are 2, 1",
                      refusal(OptionalInt.of(7), Optional.empty())),
              () ->
                  assertEquals(
                      "the name is taken in " + out,
                      refusal(OptionalInt.of(1), Optional.of("web"))),
              () ->
                  assertEquals(
                      "no generation of it is kept in " + out,
                      assertThrows(Failure.class, () -> new Rollback(out, "db").generations())
                          .why()),
              () -> assertEquals("two", content("web")));

          try (ImageLock lock = ImageLock.shared(out.resolve(".web@1"))) {
            build("three");
          }
          assertEquals(List.of("3 three current", "2 two", "1 one"), listed());
          build("four");
          assertEquals(List.of("4 four current", "3 three"), listed());
        });
  }

  @Test
  void leavesNoGenerationOfABuildThatCouldNotBePublished() throws Exception {
    onBtrfs(
        () -> {
          build("one");
          Workspace workspace = workspace("two");
          Step publication =
              new Publication(
                  out, List.of("web", "never made"), List.of(new Generations(out, "web", KEPT)));

          assertThrows(
              Failure.class,
              () -> new BuildPlan(List.of(new SubvolumeOutput("web"), publication)).run(workspace));
          Trees.remove(workspace.directory());

          assertEquals("one", content("web"));
          assertEquals(List.of("1 one current"), listed());
        });
  }

  @Test
  void refusesTreesWithSubvolumesOfTheirOwn() throws Exception {
    onBtrfs(
        () -> {
          Workspace workspace = workspace("one");
          try (Fd srv = place(Files.createDirectory(workspace.root().resolve("srv")))) {
            Btrfs.make(srv, BytePath.of("data"));
          }

          Failure failure =
              assertThrows(Failure.class, () -> new SubvolumeOutput("web").run(workspace));

          assertEquals(
              "/srv/data in it is a subvolume of its own, which snapshots leave out",
              failure.why());
          Trees.remove(workspace.directory());
        });
  }

  @Test
  void wantsBtrfsBeforeAnythingIsBuilt() throws IOException {
    Path work = Files.createDirectories(directory.resolve("out/.#jbuild-1"));

    Failure failure =
        assertThrows(Failure.class, () -> SubvolumeOutput.prepare(work.resolve("root"), true));

    assertEquals(ExitStatus.HOST_CANNOT, failure.status());
    assertEquals("cannot make a subvolume in " + directory.resolve("out"), failure.what());
    assertTrue(failure.fix().contains("jbuild pool"), failure.fix());
  }

  private void onBtrfs(OwnFileSystem.Body body) throws Exception {
    OwnFileSystem btrfs = OwnFileSystem.make(directory, "btrfs", "-q");
    out = btrfs.place();
    btrfs.run(body);
  }

  private void build(String version) throws IOException {
    Workspace workspace = workspace(version);
    Generations generations = new Generations(out, "web", KEPT);
    Step publication = new Publication(out, List.of("web"), List.of(generations));
    new BuildPlan(List.of(new SubvolumeOutput("web"), publication)).run(workspace);
    Trees.remove(workspace.directory());
  }

  private Workspace workspace(String version) throws IOException {
    Path work = Files.createDirectory(out.resolve(".#jbuild-test"));
    Workspace workspace =
        new Workspace(
            work,
            directory,
            (command, lines) -> {
              throw new IllegalStateException("subvolumes need no programs");
            },
            Progress.SILENT);
    SubvolumeOutput.prepare(workspace.root(), true);
    Path etc = Files.createDirectory(workspace.root().resolve("etc"));
    Files.writeString(etc.resolve("os-release"), "IMAGE_VERSION=\"" + version + "\"\n");
    return workspace;
  }

  private Rollback rollback() {
    return new Rollback(out, "web");
  }

  private String refusal(OptionalInt wanted, Optional<String> kept) {
    return assertThrows(Failure.class, () -> rollback().to(wanted, kept)).why();
  }

  private List<String> listed() {
    return rollback().generations().stream()
        .map(any -> any.number() + " " + any.version().get() + (any.current() ? " current" : ""))
        .toList();
  }

  private String content(String image) throws IOException {
    return Files.readString(out.resolve(image).resolve("etc/os-release")).split("\"")[1];
  }

  private List<String> names() throws IOException {
    try (Stream<Path> files = Files.list(out)) {
      return files.map(file -> file.getFileName().toString()).sorted().toList();
    }
  }

  private void assertReadOnly(String name, boolean expected) {
    try (Fd subvolume = place(out.resolve(name))) {
      assertTrue(Btrfs.isSubvolume(subvolume));
      assertEquals(expected, Btrfs.isReadOnly(subvolume));
    }
  }

  private static Fd place(Path path) {
    return Descriptors.onHost(BytePath.of(path.toString()));
  }
}
