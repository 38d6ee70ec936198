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
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** Distributions of the Fedora family, with the real dnf. */
@Tag("root")
@Tag("beside")
class DnfIT {
  private static final String FEDORA =
      """
      dnf:
        repositories:
          fedora:
            mirror: archive
            path: "releases/{release}/Everything/{architecture}/os"
            signed-metadata: true
          updates:
            mirror: archive
            path: "updates/{release}/Everything/{architecture}"
            signed-metadata: true
        release-package: system-release
      """;
  private static final String BROKEN =
      """
      dnf:
        repositories:
          small: {mirror: archive, path: "fedora", signed-metadata: true}
          broken: {mirror: archive, path: "broken", signed-metadata: true}
        release-package: system-release
      """;

  @TempDir private Path directory;
  private RpmImages images;

  @BeforeEach
  void haveNoImages() {
    images = new RpmImages(directory, "fedora");
  }

  /** JUnit complains of links in what it removes. */
  @AfterEach
  void removeImages() {
    images.remove();
  }

  @Test
  void buildsASystemThatBootsToRunningAndHasNothingOfTheTool() throws IOException {
    images.profile("41", FEDORA, List.of("release"));

    Jbuild.Result built =
        images.build(
            "web", "41", RpmImages.mirror("mirrors/fedora"), List.of("jb-scriptlet", "jb-tool"));

    assertEquals(0, built.status(), built.err());
    Path image = images.image("web");
    assertAll(
        () ->
            assertEquals(
                "jb-scriptlet 1.0\nproc=yes\ndevnull=yes\n",
                Files.readString(image.resolve("var/lib/jb/post"))),
        // From the updates, and not from the release itself.
        () ->
            assertEquals(
                "#!/bin/sh\necho \"jb-tool 2.0\"\n",
                Files.readString(image.resolve("usr/bin/jb-tool"))),
        () -> assertTrue(Files.exists(image.resolve("usr/lib/sysimage/rpm/rpmdb.sqlite"))),
        () -> assertEquals(List.of(), namesIn(image.resolve("root"))),
        () -> assertFalse(Files.exists(image.resolve("var/lib/dnf"))),
        () -> assertFalse(Files.exists(image.resolve("var/cache/dnf"))),
        () -> assertFalse(Files.exists(image.resolve("var/log/dnf.log"))),
        () -> assertEquals(List.of(), namesIn(image.resolve("dev"))));
    assertEquals("running\nweb\n", images.booted("web"));
  }

  @Test
  void namesTheReleaseThatAMirrorHasInPlaceOfTheOneAskedFor() throws IOException {
    images.profile("41", FEDORA, List.of("release"));

    Jbuild.Result built =
        images.build("web", "41", RpmImages.mirror("mirrors/release-40"), List.of());

    assertEquals(1, built.status());
    assertTrue(
        built
            .err()
            .contains(
                """
                error: check that it is fedora 41: the system is not fedora 41
                  why: its mirror has fedora-release 40
                  fix: correct distribution.release or distribution.mirror; the full log is\
                """),
        built.err());
  }

  @ParameterizedTest
  @MethodSource
  void saysWhatIsWrongWithAPackage(String name, int status, String what, String why)
      throws IOException {
    images.profile("41", BROKEN, List.of("release", "expired", "revoked"));

    Jbuild.Result built = images.build("web", "41", RpmImages.mirror(""), List.of(name));

    assertEquals(status, built.status(), built.err());
    assertTrue(
        built.err().matches("(?s).*with dnf: " + what + "\n  why: " + why + "\n  fix: .*"),
        built.err());
    assertFalse(Files.exists(images.image("web")));
  }

  static Stream<Arguments> saysWhatIsWrongWithAPackage() {
    return Stream.of(
        Arguments.of(
            "jb-stranger",
            4,
            "cannot trust jb-stranger-1.0-1.fc41.noarch",
            "key [0-9A-F]{16} is wanted, and it is none of the pinned keys"),
        Arguments.of(
            "jb-failposttrans",
            1,
            "cannot install jb-failposttrans-1.0-1.fc41.noarch",
            "its posttrans script ended with exit status 5"));
  }

  private static List<String> namesIn(Path directory) throws IOException {
    try (Stream<Path> files = Files.list(directory)) {
      return files.map(file -> file.getFileName().toString()).sorted().toList();
    }
  }
}
