package jbuild.acceptance;

import static org.junit.jupiter.api.Assertions.assertAll;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** openSUSE, with the real zypper. */
@Tag("root")
@Tag("beside")
class ZypperIT {
  private static final String TUMBLEWEED =
      """
      zypper:
        repositories:
          oss: {mirror: archive, path: "tumbleweed/repo/oss", signed-metadata: true}
          update: {mirror: archive, path: "update/tumbleweed", signed-metadata: true}
        release-package: openSUSE-release
      """;
  private static final String BROKEN =
      """
      zypper:
        repositories:
          oss: {mirror: archive, path: opensuse, signed-metadata: true}
          broken: {mirror: archive, path: broken, signed-metadata: true}
        release-package: openSUSE-release
      """;

  @TempDir private Path directory;
  private RpmImages images;

  @BeforeEach
  void haveNoImages() {
    images = new RpmImages(directory, "opensuse");
  }

  /** JUnit complains of links in what it removes. */
  @AfterEach
  void removeImages() {
    images.remove();
  }

  @Test
  void buildsASystemThatBootsToRunningAndHasNothingOfTheTool() throws IOException {
    images.profile("tumbleweed", TUMBLEWEED, List.of("release"));

    Jbuild.Result built =
        images.build(
            "web",
            "tumbleweed",
            RpmImages.mirror("mirrors/opensuse"),
            List.of("jb-scriptlet", "jb-tool"));

    assertEquals(0, built.status(), built.err());
    Path image = images.image("web");
    assertAll(
        () ->
            assertEquals(
                "jb-scriptlet 1.0\nproc=yes\ndevnull=yes\n",
                Files.readString(image.resolve("var/lib/jb/post"))),
        () ->
            assertEquals(
                "#!/bin/sh\necho \"jb-tool 2.0\"\n",
                Files.readString(image.resolve("usr/bin/jb-tool"))),
        () -> assertTrue(Files.exists(image.resolve("usr/lib/sysimage/rpm/rpmdb.sqlite"))),
        () -> assertFalse(Files.exists(image.resolve("var/log/zypp"))),
        () -> assertFalse(Files.exists(image.resolve("var/cache/zypp"))),
        () -> assertFalse(Files.exists(image.resolve("var/lib/zypp/AnonymousUniqueId"))));
    assertEquals("running\nweb\n", images.booted("web"));
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          jb-expired | key [0-9A-F]{16}: expired has expired on 2025-02-01T.*
          """)
  void refusesAPackageThatNobodyWhoIsTrustedHasSigned(String name, String why) throws IOException {
    images.profile("tumbleweed", BROKEN, List.of("release", "expired", "revoked"));

    Jbuild.Result built = images.build("web", "tumbleweed", RpmImages.mirror(""), List.of(name));

    assertEquals(4, built.status(), built.err());
    assertTrue(
        built
            .err()
            .matches(
                "(?s).*tumbleweed: cannot trust "
                    + name
                    + "-1.0-1.fc41.noarch\n  why: "
                    + why
                    + "\n  fix: .*"),
        built.err());
    assertFalse(Files.exists(images.image("web")));
  }
}
