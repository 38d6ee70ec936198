package jbuild.builder.base;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import jbuild.builder.distribution.DistributionProfile;
import jbuild.builder.distribution.DistributionProfiles;
import jbuild.runner.image.ImageTree;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class BaseSystemTest {
  private static final int MACHINE = 18;

  @TempDir Path root;

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          debian   | trixie    | ID=debian,VERSION_ID="13",VERSION_CODENAME=trixie
          debian   | sid       | ID=debian,VERSION_CODENAME=forky
          debian   | forky     | ID=debian,VERSION_CODENAME=forky
          ubuntu   | noble     | ID=ubuntu,VERSION_ID="24.04",VERSION_CODENAME=noble
          centos   | 9-stream  | ID="centos",VERSION_ID="9"
          rocky    | 9         | ID=rocky,VERSION_ID="9.4"
          alma     | 9         | ID=almalinux,VERSION_ID="9.4"
          opensuse | tumbleweed| ID=opensuse-tumbleweed,VERSION_ID=20260101
          arch     | rolling   | ID=arch
          """)
  void knowsTheReleasesOfDistributions(String name, String release, String lines)
      throws IOException {
    assertEquals(Optional.empty(), otherThan(name, release, lines, ""));
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          debian | trixie | ID=debian,VERSION_ID="12",VERSION_CODENAME=bookworm,PRETTY_NAME="Debian 12" | Debian 12
          debian | trixie | ID=ubuntu,VERSION_ID="24.04",VERSION_CODENAME=noble | ubuntu
          rocky  | 9      | ID=rocky,VERSION_ID="8.10" | rocky
          """)
  void tellsOtherReleasesApart(String name, String release, String lines, String expected)
      throws IOException {
    assertEquals(Optional.of(expected), otherThan(name, release, lines, ""));
  }

  @Test
  void looksAtTheProgramsForTheArchitecture() throws IOException {
    byte[] program = new byte[64];
    program[0] = 0x7f;
    program[1] = 'E';
    program[2] = 'L';
    program[3] = 'F';
    program[MACHINE] = (byte) 183;
    Files.createDirectories(root.resolve("usr/bin"));
    Files.write(root.resolve("usr/bin/dash"), program);
    Files.createSymbolicLink(root.resolve("usr/bin/sh"), Path.of("dash"));
    String lines = "ID=debian,VERSION_ID=13,VERSION_CODENAME=trixie,PRETTY_NAME=Debian 13";

    assertEquals(Optional.of("Debian 13 for arm64"), otherThan("debian", "trixie", lines, "amd64"));
    assertEquals(Optional.empty(), otherThan("debian", "trixie", lines, "arm64"));
  }

  @Test
  void aTreeWithoutOsReleaseIsNoSystem() {
    try (ImageTree tree = ImageTree.open(root)) {
      assertEquals(Optional.empty(), BaseSystem.of(tree));
    }
  }

  private Optional<String> otherThan(String name, String release, String lines, String architecture)
      throws IOException {
    Files.createDirectories(root.resolve("usr/lib"));
    Files.createDirectories(root.resolve("etc"));
    Files.writeString(root.resolve("usr/lib/os-release"), lines.replace(",", "\n"));
    Path link = root.resolve("etc/os-release");
    if (!Files.isSymbolicLink(link)) {
      Files.createSymbolicLink(link, Path.of("../usr/lib/os-release"));
    }
    DistributionProfile profile = new DistributionProfiles().find(name).orElseThrow();
    try (ImageTree tree = ImageTree.open(root)) {
      return BaseSystem.of(tree)
          .orElseThrow()
          .otherThan(profile, profile.release(release).orElseThrow(), architecture);
    }
  }
}
