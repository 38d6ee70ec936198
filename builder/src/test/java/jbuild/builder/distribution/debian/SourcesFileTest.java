package jbuild.builder.distribution.debian;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.net.URI;
import java.util.List;
import java.util.Map;
import jbuild.builder.distribution.DistributionProfile;
import jbuild.builder.distribution.DistributionProfiles;
import org.junit.jupiter.api.Test;

class SourcesFileTest {
  private final DistributionProfile debian =
      new DistributionProfiles().find("debian").orElseThrow();

  @Test
  void namesTheOfficialMirrorsAndTheKeyringOfTheImage() {
    assertEquals(
        """
        Types: deb
        URIs: http://ftp.debian.org/debian
        Suites: trixie trixie-updates
        Components: main contrib
        Signed-By: /usr/share/keyrings/debian-archive-keyring.gpg

        Types: deb
        URIs: http://security.debian.org/debian-security
        Suites: trixie-security
        Components: main contrib
        Signed-By: /usr/share/keyrings/debian-archive-keyring.gpg
        """,
        text(Map.of(), false));
  }

  @Test
  void tellsAptThatTheSnapshotOfTheRecipeNeverExpires() {
    URI snapshot = URI.create("https://snapshot.jbuild.invalid/debian/20260101T000000Z");

    assertEquals(
        """
        Types: deb
        URIs: https://snapshot.jbuild.invalid/debian/20260101T000000Z
        Suites: trixie trixie-updates
        Components: main contrib
        Signed-By: /usr/share/keyrings/debian-archive-keyring.gpg
        Check-Valid-Until: no

        Types: deb
        URIs: http://security.debian.org/debian-security
        Suites: trixie-security
        Components: main contrib
        Signed-By: /usr/share/keyrings/debian-archive-keyring.gpg
        """,
        text(Map.of("archive", snapshot), true));
  }

  @Test
  void namesTheMirrorOfTheRecipeUnlessItIsADirectoryOfThisHost() {
    URI web = URI.create("https://mirror.jbuild.invalid/debian");
    URI directory = URI.create("file:///srv/debian-security");

    List<String> lines =
        text(Map.of("archive", web, "security", directory), false)
            .lines()
            .filter(line -> line.startsWith("URIs: "))
            .toList();

    assertEquals(
        List.of("URIs: " + web, "URIs: http://security.debian.org/debian-security"), lines);
  }

  @Test
  void isOldFashionedWhereAptIsOld() {
    SourcesFile jessie =
        new SourcesFile(
            new DebianPackages(
                debian,
                debian.release("jessie").orElseThrow(),
                "amd64",
                Map.of(),
                List.of("main"),
                List.of(),
                List.of(),
                false,
                true,
                false));

    assertEquals("/etc/apt/sources.list", jessie.place());
    assertEquals(
        """
        deb http://archive.debian.org/debian jessie main
        deb http://archive.debian.org/debian-security jessie/updates main
        """,
        jessie.text());
  }

  private String text(Map<String, URI> mirrors, boolean mayBeExpired) {
    return new SourcesFile(
            new DebianPackages(
                debian,
                debian.release("trixie").orElseThrow(),
                "amd64",
                mirrors,
                List.of("main", "contrib"),
                List.of(),
                List.of(),
                false,
                mayBeExpired,
                false))
        .text();
  }
}
