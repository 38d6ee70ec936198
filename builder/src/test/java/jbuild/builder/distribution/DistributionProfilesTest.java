package jbuild.builder.distribution;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.io.InputStream;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class DistributionProfilesTest {
  private final DistributionProfiles profiles = new DistributionProfiles();

  @Test
  void knowsDebianAndUbuntu() {
    assertTrue(
        profiles.names().containsAll(List.of("debian", "ubuntu")), profiles.names().toString());
    assertTrue(profiles.names().stream().allMatch(name -> profiles.find(name).isPresent()));
  }

  @Test
  void knowsNoOtherDistribution() {
    assertEquals(Optional.empty(), profiles.find("debain"));
    assertEquals(Optional.empty(), profiles.find("../debian"));
  }

  @ParameterizedTest
  @ValueSource(strings = {"trixie", "stable", "13"})
  void findsAReleaseByNameAliasAndVersion(String word) {
    DistributionProfile debian = profiles.find("debian").orElseThrow();

    assertEquals("trixie", debian.release(word).orElseThrow().name());
  }

  @Test
  void takesSecurityUpdatesFromTheirOwnMirror() {
    DistributionProfile debian = profiles.find("debian").orElseThrow();

    assertEquals(
        List.of(
            new SuitePlace("bookworm", "archive"),
            new SuitePlace("bookworm-updates", "archive"),
            new SuitePlace("bookworm-security", "security")),
        suites(debian, "bookworm"));
    assertEquals(
        URI.create("http://security.debian.org/debian-security"), debian.mirrors().get("security"));
  }

  @Test
  void knowsWhatADiskNeedsToStartByItself() {
    DistributionProfile debian = profiles.find("debian").orElseThrow();
    DistributionProfile ubuntu = profiles.find("ubuntu").orElseThrow();

    assertEquals(
        List.of("linux-image-arm64", "initramfs-tools", "zstd", "systemd-boot-efi"),
        disk(debian).of(debian.release("trixie").orElseThrow(), "arm64", Optional.empty()));
    assertEquals(
        List.of("linux-image-cloud-amd64", "initramfs-tools", "zstd", "systemd"),
        disk(debian)
            .of(
                debian.release("bullseye").orElseThrow(),
                "amd64",
                Optional.of("linux-image-cloud-amd64")));
    assertEquals(
        List.of("linux-image-generic", "initramfs-tools", "zstd", "systemd"),
        disk(ubuntu).of(ubuntu.release("jammy").orElseThrow(), "amd64", Optional.empty()));
  }

  @Test
  void knowsTheRepositoriesAndMasterKeysOfArch() {
    DistributionProfile arch = profiles.find("arch").orElseThrow();

    assertEquals(List.of("core", "extra"), arch.components());
    assertEquals(List.of("core", "extra", "multilib"), arch.knownComponents());
    assertEquals(5, arch.keys(arch.release("rolling").orElseThrow()).size());
  }

  @Test
  void unstableHasNoSecurityUpdates() {
    DistributionProfile debian = profiles.find("debian").orElseThrow();

    assertEquals(List.of(new SuitePlace("sid", "archive")), suites(debian, "sid"));
  }

  @Test
  void takesFilesOfTheHostFirst(@TempDir Path directory) throws IOException {
    String shipped;
    try (InputStream in =
        DistributionProfiles.class.getResourceAsStream("/profiles/distributions/debian.yaml")) {
      shipped = new String(in.readAllBytes(), UTF_8);
    }
    Files.writeString(
        directory.resolve("devuan.yaml"), shipped.replace("name: debian", "name: devuan"));
    Files.writeString(
        directory.resolve("debian.yaml"), shipped.replace("[amd64, arm64]", "[riscv64]"));

    DistributionProfiles both = new DistributionProfiles(List.of(directory));

    assertEquals("devuan", both.find("devuan").orElseThrow().name());
    assertEquals(List.of("riscv64"), both.find("debian").orElseThrow().architectures());
    assertTrue(both.names().containsAll(List.of("debian", "devuan", "ubuntu")));
  }

  private static List<SuitePlace> suites(DistributionProfile profile, String release) {
    return ((DebianFacts) profile.facts()).suites().get(release);
  }

  private static BootPackages disk(DistributionProfile profile) {
    return profile.packages().disk().orElseThrow();
  }
}
