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
