package jbuild.builder.distribution.debian;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.net.URI;
import java.util.List;
import java.util.Map;
import jbuild.builder.distribution.DistributionProfile;
import jbuild.builder.distribution.DistributionProfiles;
import org.junit.jupiter.api.Test;

class DebianStableTest {
  private static final Map<String, URI> OWN =
      Map.of("archive", URI.create("http://mirror.jbuild.invalid/debian"));

  @Test
  void programsComeFromTheMirrorOfTheBuild() {
    assertEquals(OWN, mirrors("trixie", false));
  }

  @Test
  void programsDoNotComeFromASnapshot() {
    assertEquals(Map.of(), mirrors("trixie", true));
  }

  @Test
  void programsDoNotComeFromAnArchiveOfOldReleases() {
    assertEquals(Map.of(), mirrors("buster", false));
  }

  private static Map<String, URI> mirrors(String release, boolean mayBeExpired) {
    DistributionProfile debian = new DistributionProfiles().find("debian").orElseThrow();
    return DebianStable.mirrorsBeside(
        new DebianPackages(
            debian,
            debian.release(release).orElseThrow(),
            "amd64",
            OWN,
            List.of("main"),
            List.of(),
            List.of(),
            false,
            mayBeExpired,
            false));
  }
}
