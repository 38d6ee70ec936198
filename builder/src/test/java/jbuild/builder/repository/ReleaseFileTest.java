package jbuild.builder.repository;

import static org.junit.jupiter.api.Assertions.assertDoesNotThrow;

import java.net.URI;
import java.time.Clock;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class ReleaseFileTest {
  private static final URI ADDRESS = URI.create("http://mirror.jbuild.invalid/InRelease");
  private static final Clock CLOCK =
      Clock.fixed(Instant.parse("2026-11-22T12:00:00Z"), ZoneOffset.UTC);

  @ParameterizedTest
  @ValueSource(
      strings = {
        "Sat, 21 Nov 2026  0:45:27 UTC",
        "Sat, 21 Nov 2026 00:45:27 UTC",
        "Sat, 21 Nov 2026 10:45:27 UTC",
        "Sun, 01 Nov 2026 10:45:27 UTC"
      })
  void knowsTheTimesOfAllDistributions(String date) throws WrongContent {
    ReleaseFile release =
        ReleaseFile.parse(List.of("Suite: stable", "Codename: trixie", "Date: " + date));

    assertDoesNotThrow(() -> release.check(ADDRESS, "trixie", CLOCK, false));
  }

  @Test
  void knowsSecurityUpdatesOfArchivedReleases() throws WrongContent {
    ReleaseFile release =
        ReleaseFile.parse(
            List.of(
                "Suite: oldoldstable", "Codename: buster", "Date: Sat, 21 Nov 2026 00:45:27 UTC"));

    assertDoesNotThrow(() -> release.check(ADDRESS, "buster/updates", CLOCK, false));
  }
}
