package jbuild.builder.distribution;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.net.URI;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class DistributionProfilesTest {
  private final DistributionProfiles profiles = new DistributionProfiles();

  @Test
  void knowsDebianAndUbuntu() {
    assertEquals(List.of("debian", "ubuntu"), profiles.names());
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
            new Release.Suite("bookworm", "archive"),
            new Release.Suite("bookworm-updates", "archive"),
            new Release.Suite("bookworm-security", "security")),
        debian.suites("bookworm"));
    assertEquals(
        URI.create("http://security.debian.org/debian-security"), debian.mirrors().get("security"));
  }

  @Test
  void knowsWhatADiskNeedsToStartByItself() {
    DistributionProfile debian = profiles.find("debian").orElseThrow();
    DistributionProfile ubuntu = profiles.find("ubuntu").orElseThrow();

    assertEquals(
        List.of("linux-image-arm64", "initramfs-tools", "zstd", "systemd-boot-efi"),
        debian.disk().of(debian.release("trixie").orElseThrow(), "arm64", Optional.empty()));
    assertEquals(
        List.of("linux-image-cloud-amd64", "initramfs-tools", "zstd", "systemd"),
        debian
            .disk()
            .of(
                debian.release("bullseye").orElseThrow(),
                "amd64",
                Optional.of("linux-image-cloud-amd64")));
    assertEquals(
        List.of("linux-image-generic", "initramfs-tools", "zstd", "systemd"),
        ubuntu.disk().of(ubuntu.release("jammy").orElseThrow(), "amd64", Optional.empty()));
  }

  @Test
  void unstableHasNoSecurityUpdates() {
    DistributionProfile debian = profiles.find("debian").orElseThrow();

    assertEquals(List.of(new Release.Suite("sid", "archive")), debian.suites("unstable"));
  }
}
