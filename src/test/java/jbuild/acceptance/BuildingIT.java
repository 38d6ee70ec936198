package jbuild.acceptance;

import static org.junit.jupiter.api.Assertions.assertAll;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Images with something in them that was built from sources. */
@Tag("root")
@Tag("beside")
class BuildingIT {
  private static final String FEDORA =
      """
      dnf:
        repositories:
          fedora:
            mirror: archive
            path: "releases/{release}/Everything/{architecture}/os"
            signed-metadata: true
        release-package: system-release
      """;

  @TempDir private Path directory;
  private RpmImages images;

  @BeforeEach
  void haveSources() throws IOException {
    images = new RpmImages(directory, "fedora");
    images.profile("41", FEDORA, List.of("release"));
    Files.writeString(Files.createDirectory(directory.resolve("src")).resolve("name"), "Ada\n");
  }

  /** JUnit complains of links in what it removes. */
  @AfterEach
  void removeImages() {
    images.remove();
  }

  @Test
  void whatIsBuiltGetsIntoTheImageAndWhatItNeedsDoesNot() throws IOException {
    recipe(
        """
        jb-tool > $BUILDDIR/version
        mkdir -p $DESTDIR/lib/greeting
        { echo $GREETING; cat name $BUILDDIR/version; } > $DESTDIR/lib/greeting/text
        touch left
        """);

    Jbuild.Result built = images.jbuild("build", "--output-dir=out", "web.toml");

    assertEquals(0, built.status(), built.err());
    Path image = images.image("web");
    assertAll(
        () ->
            assertEquals(
                "hello\nAda\njb-tool 1.0\n",
                Files.readString(image.resolve("usr/lib/greeting/text"))),
        () -> assertFalse(Files.exists(image.resolve("usr/share/jb/jb-tool"))),
        () -> assertFalse(Files.exists(image.resolve("work"))),
        () -> assertFalse(Files.exists(directory.resolve("src/left"))));

    String again = images.jbuild("plan", "--output-dir=out", "web.toml").out();
    Files.writeString(directory.resolve("src/name"), "Grace\n");
    String changed = images.jbuild("plan", "--output-dir=out", "web.toml").out();

    assertTrue(again.startsWith("web: nothing has changed since it was built\n"), again);
    assertTrue(
        again.contains(" copy what was built before into the image (nothing has changed)\n"),
        again);
    assertTrue(
        changed.contains(
            " make a copy to build in (changed: " + directory.resolve("src").toRealPath() + ")\n"),
        changed);
  }

  @Test
  void aBuildThatFailsLeavesNothing() throws IOException {
    recipe("echo no rule to make it >&2\nfalse\n");

    Jbuild.Result built = images.jbuild("build", "--output-dir=out", "web.toml");

    assertEquals(1, built.status(), built.err());
    assertTrue(
        built
            .err()
            .contains(
                """
                no rule to make it
                error: build from sources: the build of web from sources did not succeed
                  why: it ended with exit status 1
                  fix: correct the sources, or build.run of the recipe; the full log is\
                """),
        built.err());
    try (Stream<Path> outputs = Files.list(directory.resolve("out"))) {
      assertEquals(List.of("web.log"), outputs.map(file -> "" + file.getFileName()).toList());
    }
  }

  @Test
  void anImageIsBuiltOnThatOfAnotherRecipeAndOnAnArchive() throws IOException {
    recipe("mkdir -p $DESTDIR/etc; cp name $DESTDIR/etc/name\n");
    on("top", "web.toml", "tar");
    on("upper", "out/top.tar", "directory");

    Jbuild.Result top = images.jbuild("build", "--output-dir=out", "top.toml");
    String plan = images.jbuild("plan", "--output-dir=elsewhere", "top.toml").out();
    Jbuild.Result upper = images.jbuild("build", "--output-dir=out", "upper.toml");

    assertEquals(0, top.status(), top.err());
    assertTrue(plan.startsWith("top\n   1 copy the base web\n"), plan);
    assertEquals(0, upper.status(), upper.err());
    Path image = images.image("upper");
    assertAll(
        () -> assertEquals("Ada\n", Files.readString(image.resolve("etc/name"))),
        () -> assertTrue(Files.exists(image.resolve("etc/top"))),
        () -> assertEquals("upper\n", Files.readString(image.resolve("etc/hostname"))),
        () -> assertEquals("upper", Files.readString(image.resolve("etc/upper"))));
  }

  @Test
  void aBaseOfAnotherReleaseIsRefused() throws IOException {
    Path other = Files.createDirectories(directory.resolve("other/etc")).getParent();
    Files.writeString(
        other.resolve("etc/os-release"),
        "ID=fedora\nVERSION_ID=40\nPRETTY_NAME=\"Fedora Linux 40\"\n");
    on("upper", "other", "directory");

    Jbuild.Result built = images.jbuild("build", "--output-dir=out", "upper.toml");

    assertEquals(2, built.status(), built.err());
    assertTrue(
        built
            .err()
            .contains(
                "cannot build upper on "
                    + other.toRealPath()
                    + "\n  why: it is Fedora Linux 40, and the recipe is of fedora 41 for "),
        built.err());
  }

  private void on(String name, String base, String output) throws IOException {
    Files.writeString(
        directory.resolve(name + ".toml"),
        """
        image = {name = "%1$s", base = "%2$s", outputs = ["%3$s"], bootable = false}
        distribution = {name = "fedora", release = "41", mirror = "%4$s"}
        files = [{path = "/etc/%1$s", content = "%1$s"}]
        """
            .formatted(name, base, output, RpmImages.mirror("mirrors/fedora")));
  }

  private void recipe(String commands) throws IOException {
    Files.writeString(
        directory.resolve("web.toml"),
        """
        image = {name = "web", bootable = false}
        distribution = {name = "fedora", release = "41", mirror = "%s"}
        [build]
        packages = ["jb-tool"]
        sources = [{path = "src", writable = true}]
        environment = ["GREETING=hello"]
        run = '''
        %s'''
        """
            .formatted(RpmImages.mirror("mirrors/fedora"), commands));
  }
}
