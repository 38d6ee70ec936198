package jbuild.builder.distribution;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.net.URI;
import java.time.LocalDate;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class SnapshotsTest {
  private static final LocalDate DAY = LocalDate.of(2026, 3, 1);

  @Test
  void areWhereEachDistributionKeepsThem() {
    assertEquals(
        List.of(
            "http://snapshot.debian.org/archive/debian/20260301T000000Z",
            "http://snapshot.debian.org/archive/debian-security/20260301T000000Z",
            "https://snapshot.ubuntu.com/ubuntu/20260301T000000Z",
            "https://archive.archlinux.org/repos/2026/03/01"),
        List.of(
            address("debian", "archive"),
            address("debian", "security"),
            address("ubuntu", "archive"),
            address("arch", "archive")));
  }

  @Test
  void areNotKeptByAll() {
    assertEquals(Optional.empty(), snapshots("fedora").of("archive", DAY));
  }

  private static String address(String distribution, String mirror) {
    return snapshots(distribution).of(mirror, DAY).map(URI::toString).orElseThrow();
  }

  private static Snapshots snapshots(String distribution) {
    return new DistributionProfiles().find(distribution).orElseThrow().snapshots();
  }
}
