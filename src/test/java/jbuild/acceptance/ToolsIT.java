package jbuild.acceptance;

import static org.junit.jupiter.api.Assertions.assertAll;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import jbuild.runner.image.Trees;
import jbuild.tools.BuiltImages;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Images that are built with the tools of another one, which have other versions than ours. */
@Tag("root")
@Tag("beside")
class ToolsIT {
  @TempDir Path directory;
  private SmallDistributions small;

  @BeforeEach
  void describe() throws IOException {
    small = SmallDistributions.in(directory);
  }

  /** JUnit complains of links in what it removes. */
  @AfterEach
  void removeImages() {
    if (Files.exists(directory.resolve("out"))) {
      Trees.remove(directory.resolve("out"));
    }
  }

  @Test
  void dnf5AndPacman7OfAnImageBuildImages() throws IOException {
    Path tools = BuiltImages.of("test-images/newer-tools.toml");
    recipe("fed", "fedora");
    recipe("arc", "arch");

    Jbuild.Result fedora = build("fed", tools.toString());
    Jbuild.Result arch = build("arc", tools.toString());

    Path images = directory.resolve("out");
    assertAll(
        () -> assertEquals(0, fedora.status(), fedora.err()),
        () -> assertEquals(0, arch.status(), arch.err()),
        () -> assertTrue(log("fed").contains(" dnf5 --use-host-config "), log("fed")),
        () -> assertTrue(Files.exists(images.resolve("fed/usr/lib/sysimage/rpm/rpmdb.sqlite"))),
        () ->
            assertEquals(
                "jb-scriptlet 1.0\nproc=yes\ndevnull=yes\n",
                Files.readString(images.resolve("fed/var/lib/jb/post"))),
        () ->
            assertEquals(
                "jb-scriptlet 1.0\nproc=yes\ndevnull=yes\n",
                Files.readString(images.resolve("arc/var/lib/jb/post"))));
  }

  @Test
  void aToolThatIsMissingIsNamedBeforeAnythingIsBuilt() throws IOException {
    recipe("fed", "fedora");
    Path empty = directory.resolve("empty");
    Files.createDirectories(empty.resolve("usr/bin"));

    Jbuild.Result built = build("fed", empty.toString());

    assertEquals(3, built.status());
    assertTrue(
        built
            .err()
            .contains(
                """
                error: find dnf in %1$s: cannot build with the tools of %1$s
                  why: it has no dnf or dnf5
                  fix: install it there, or write tools = "auto": jbuild brings then what is missing\
                """
                    .formatted(empty)),
        built.err());
  }

  private String log(String name) throws IOException {
    return Files.readString(directory.resolve("out/" + name + ".log"));
  }

  private void recipe(String name, String distribution) throws IOException {
    Files.writeString(
        directory.resolve(name + ".toml"),
        "image.name = '"
            + name
            + "'\npackages.install = ['jb-scriptlet']\n"
            + SmallDistributions.table(distribution, SmallDistributions.mirror(distribution)));
  }

  private Jbuild.Result build(String name, String tools) {
    return small.jbuild(
        directory, Map.of(), "build", "--output-dir=out", "--tools=" + tools, name + ".toml");
  }
}
