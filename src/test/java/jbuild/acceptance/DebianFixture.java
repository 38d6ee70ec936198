package jbuild.acceptance;

import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import jbuild.builder.digest.Sha256;
import jbuild.builder.distribution.DistributionProfile;
import jbuild.builder.distribution.DistributionProfiles;
import jbuild.builder.distribution.debian.DebianPackages;
import jbuild.tools.Repositories;

/** Debian, described anew for the small repositories of the tests. */
final class DebianFixture {
  static final Repositories REPOSITORIES = Repositories.shared();

  /** The release that the repositories have. */
  static final String RELEASE =
      new DistributionProfiles()
          .find("debian")
          .orElseThrow()
          .release("stable")
          .orElseThrow()
          .name();

  private static final String PROFILE =
      """
      name: debian
      tool: debootstrap
      architectures: [amd64, arm64]
      mirrors: {archive: "http://mirror.invalid"}
      releases: [{name: RELEASE}, {name: whole}]
      bootable: []
      debootstrap:
        components: [main]
        known-components: [main, contrib]
        suites:
          RELEASE: {RELEASE: archive}
          whole: {RELEASE: archive, RELEASE-updates: archive}
        script: sid
        keyring: /usr/share/keyrings/debian-archive-keyring.gpg
        keyring-package: debian-archive-keyring
        sources: /etc/apt/sources.list.d/debian.sources
      keys:
      """;

  private DebianFixture() {}

  /** A profile with keys: for the fingerprint of each the file that has it. */
  static void profile(Path directory, String name, Map<String, String> keys) throws IOException {
    Path place = Files.createDirectories(directory.resolve(name + "/keys"));
    StringBuilder text = new StringBuilder(PROFILE.replace("RELEASE", RELEASE));
    for (Map.Entry<String, String> key : keys.entrySet()) {
      text.append("  " + key.getKey() + ": " + REPOSITORIES.fingerprint(key.getKey()) + "\n");
      Path file = REPOSITORIES.keys().resolve(key.getValue() + ".asc");
      if (Files.exists(file)) {
        Files.copy(file, place.resolve(key.getKey() + ".asc"));
      }
    }
    Files.writeString(place.resolveSibling("debian.yaml"), text);
  }

  static DebianPackages packages(
      Path directory,
      String profile,
      String release,
      URI mirror,
      String architecture,
      List<String> install,
      boolean mayBeExpired) {
    DistributionProfile debian =
        new DistributionProfiles(List.of(directory.resolve(profile))).find("debian").orElseThrow();
    return new DebianPackages(
        debian,
        debian.release(release).orElseThrow(),
        architecture,
        Map.of("archive", mirror),
        List.of("main"),
        install,
        List.of(),
        false,
        mayBeExpired,
        false);
  }

  /** A file of the cache is called after what it must have in it; those that are not. */
  static Map<String, String> wrongFiles(Path debs) throws IOException {
    Map<String, String> wrong = new HashMap<>();
    if (Files.exists(debs)) {
      try (Stream<Path> files = Files.walk(debs)) {
        for (Path file : files.filter(Files::isRegularFile).toList()) {
          String name = debs.relativize(file).toString().replace("/", "");
          String content =
              HexFormat.of().formatHex(Sha256.start().digest(Files.readAllBytes(file)));
          if (!name.endsWith(content)) {
            wrong.put(name, content);
          }
        }
      }
    }
    return wrong;
  }
}
