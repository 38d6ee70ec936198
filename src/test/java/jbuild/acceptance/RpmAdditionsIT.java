package jbuild.acceptance;

import static org.junit.jupiter.api.Assertions.assertAll;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import jbuild.tools.FileServer;
import jbuild.tools.Finished;
import jbuild.tools.ToolsImage;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Repositories and package files that a recipe brings to a system of the rpm family. */
@Tag("root")
@Tag("beside")
class RpmAdditionsIT {
  private static final String PROFILE =
      """
      TOOL:
        repositories:
          small: {mirror: archive, path: NAME, signed-metadata: true}
        release-package: RELEASE
      """;

  @TempDir private Path directory;
  private RpmImages images;

  /** JUnit complains of links in what it removes. */
  @AfterEach
  void removeImages() {
    images.remove();
  }

  @ParameterizedTest
  @CsvSource({
    "dnf, fedora, 41, system-release, etc/yum.repos.d",
    "zypper, opensuse, tumbleweed, openSUSE-release, etc/zypp/repos.d"
  })
  void installsFromARepositoryThatStaysAndFromOthersThatDoNot(
      String tool, String name, String release, String releasePackage, String lists)
      throws IOException {
    describe(tool, name, release, releasePackage);
    String file = RpmImages.REPOSITORIES.rpm().resolve("broken").toString() + "/jb-unsigned-1*.rpm";
    try (FileServer server = FileServer.of(RpmImages.REPOSITORIES.rpm().resolve("updates"))) {
      String address = server.address("").toString().replaceFirst("/$", "");

      Jbuild.Result built =
          images.build(
              "web",
              release,
              RpmImages.mirror(""),
              List.of("jb-tool", "jb-stranger"),
              "files = [\""
                  + file
                  + "\"]\n"
                  + RpmImages.repository("tools", address, "release", true)
                  + RpmImages.repository("others", RpmImages.mirror("broken"), "stranger", false));

      assertEquals(0, built.status(), built.err());
      Path image = images.image("web");
      assertAll(
          () ->
              assertEquals(
                  "#!/bin/sh\necho \"jb-tool 2.0\"\n",
                  Files.readString(image.resolve("usr/bin/jb-tool"))),
          () -> assertTrue(Files.exists(image.resolve("usr/share/jb/stranger"))),
          () -> assertTrue(Files.exists(image.resolve("usr/share/jb/unsigned"))),
          () ->
              assertEquals(
                  """
                  [tools]
                  name=tools
                  baseurl=%s
                  enabled=1
                  gpgcheck=1
                  repo_gpgcheck=1
                  gpgkey=file:///etc/pki/rpm-gpg/tools.asc
                  """
                      .formatted(address),
                  Files.readString(image.resolve(lists).resolve("tools.repo"))),
          () -> assertTrue(Files.exists(image.resolve("etc/pki/rpm-gpg/tools.asc"))),
          () -> assertFalse(Files.exists(image.resolve(lists).resolve("others.repo"))),
          () -> assertEquals(List.of("release"), keysOf(image)));
    }
  }

  @Test
  void refusesAKeyThatHasExpired() throws IOException {
    describe("dnf", "fedora", "41", "system-release");

    Jbuild.Result built =
        images.build(
            "web",
            "41",
            RpmImages.mirror(""),
            List.of(),
            RpmImages.repository("others", RpmImages.mirror("broken"), "expired", false));

    assertEquals(4, built.status(), built.err());
    assertTrue(
        built
            .err()
            .contains(
                """
                cannot trust the repository others
                  why: its key has expired or was revoked
                """),
        built.err());
  }

  @Test
  void believesInARepositoryOnlyItsOwnKey() throws IOException {
    describe("dnf", "fedora", "41", "system-release");
    String address = RpmImages.mirror("broken");

    Jbuild.Result built =
        images.build(
            "web",
            "41",
            RpmImages.mirror(""),
            List.of("jb-expired"),
            RpmImages.repository("others", address, "stranger", false));

    assertEquals(4, built.status(), built.err());
    assertTrue(built.err().contains("cannot trust jb-expired-1.0-1.fc41.noarch"), built.err());
  }

  private void describe(String tool, String name, String release, String releasePackage)
      throws IOException {
    images = new RpmImages(directory, name);
    String profile =
        PROFILE.replace("TOOL", tool).replace("NAME", name).replace("RELEASE", releasePackage);
    images.profile(release, profile, List.of("release"));
  }

  /** Whose keys the list of the image's packages has. */
  private static List<String> keysOf(Path image) {
    Finished asked =
        ToolsImage.of("test-images/generators.toml")
            .showing(image)
            .run(
                "rpm",
                "--dbpath=" + image.resolve("usr/lib/sysimage/rpm"),
                "-q",
                "gpg-pubkey",
                "--queryformat=%{SUMMARY}\n");
    return asked
        .successfully()
        .output()
        .lines()
        .map(line -> line.replaceAll(".*<|@.*", ""))
        .toList();
  }
}
