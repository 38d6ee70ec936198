package jbuild.acceptance;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.Map;
import java.util.stream.Collectors;
import jbuild.tools.Repositories;

/**
 * Distributions that are made of the small repositories of the tests: what jbuild knows of them,
 * but for where packages are and who signs them, is what it ships.
 *
 * @param home what XDG_CONFIG_HOME names
 */
record SmallDistributions(Path home) {
  static final Repositories REPOSITORIES = Repositories.shared();

  private static final String KEPT = "(tool|base|bootable|architectures|network|locale-package):.*";

  private static final Map<String, String> SECTIONS =
      Map.of(
          "fedora",
          """
          releases: [{name: "41"}]
          dnf:
            repositories:
              fedora:
                mirror: archive
                path: "releases/{release}/Everything/{architecture}/os"
                signed-metadata: true
              updates:
                mirror: archive
                path: "updates/{release}/Everything/{architecture}"
                signed-metadata: true
            release-package: system-release
          """,
          "centos",
          """
          releases: [{name: "9"}]
          dnf:
            repositories:
              baseos:
                mirror: archive
                path: "{release}-stream/BaseOS/{architecture}/os"
                signed-metadata: true
              appstream:
                mirror: archive
                path: "{release}-stream/AppStream/{architecture}/os"
                signed-metadata: true
            release-package: system-release
            databases: {"9": /var/lib/rpm}
          """,
          "opensuse",
          """
          releases: [{name: tumbleweed}]
          zypper:
            repositories:
              oss: {mirror: archive, path: "tumbleweed/repo/oss", signed-metadata: true}
              update: {mirror: archive, path: "update/tumbleweed", signed-metadata: true}
            release-package: openSUSE-release
          """,
          "arch",
          """
          releases: [{name: rolling}]
          pacman:
            components: [core, extra]
            signed-databases: true
            mirrorlist: /etc/pacman.d/mirrorlist
            repositories:
              core: {mirror: archive, path: "{name}/os/{architecture}"}
              extra: {mirror: archive, path: "{name}/os/{architecture}"}
          """,
          "debian",
          """
          releases: [{name: trixie}]
          debootstrap:
            components: [main]
            known-components: [main]
            suites: {trixie: {trixie: archive, trixie-updates: archive}}
            script: sid
            keyring: /usr/share/keyrings/debian-archive-keyring.gpg
            keyring-package: debian-archive-keyring
            sources: /etc/apt/sources.list.d/debian.sources
          """);

  private static final Map<String, String> MIRRORS =
      Map.of(
          "fedora", "rpm/mirrors/fedora",
          "centos", "rpm/mirrors/centos",
          "opensuse", "rpm/mirrors/opensuse",
          "arch", "pacman",
          "debian", "deb/debian");

  /** Says in a directory of a test what they are. */
  static SmallDistributions in(Path directory) throws IOException {
    Path home = directory.resolve("config");
    Path profiles = Files.createDirectories(home.resolve("jbuild/distributions"));
    Path keys = Files.createDirectory(profiles.resolve("keys"));
    Files.copy(REPOSITORIES.keys().resolve("release.asc"), keys.resolve("release.asc"));
    for (String name : SECTIONS.keySet()) {
      Files.writeString(profiles.resolve(name + ".yaml"), profile(name));
    }
    return new SmallDistributions(home);
  }

  private static String profile(String name) throws IOException {
    Path shipped = Jbuild.HOME.resolve("profiles/distributions/" + name + ".yaml");
    String kept;
    try (var lines = Files.lines(shipped)) {
      kept =
          lines
              .filter(line -> line.matches(KEPT))
              // openSUSE's name for it is not among the tests' packages.
              .map(line -> line.replace("shadow,", "shadow-utils,"))
              .collect(Collectors.joining("\n"));
    }
    return """
    name: %s
    %s
    mirrors: {archive: "http://mirror.invalid"}
    %skeys:
      release: %s
    """
        .formatted(name, kept, SECTIONS.get(name), REPOSITORIES.fingerprint("release"));
  }

  /** What recipes say to get packages from a directory of this host. */
  static String mirror(String distribution) {
    return mirror(distribution, REPOSITORIES.root().toUri().toString().replaceFirst("/$", ""));
  }

  /**
   * The same from elsewhere.
   *
   * @param root the address of all repositories, without a slash at its end
   */
  static String mirror(String distribution, String root) {
    return root + "/" + MIRRORS.get(distribution);
  }

  /**
   * What a recipe says of one of them.
   *
   * @param mirror an address
   */
  static String table(String distribution, String mirror) {
    String release =
        SECTIONS
            .get(distribution)
            .lines()
            .findFirst()
            .orElseThrow()
            .replaceAll("[^:]*:[^:]*: \"?([a-z0-9]+).*", "$1");
    return """
    [distribution]
    name = "%s"
    release = "%s"
    mirror = "%s"
    """
        .formatted(distribution, release, mirror);
  }

  /** Runs jbuild in a directory; it knows these distributions in place of the real ones. */
  Jbuild.Result jbuild(Path directory, Map<String, String> more, String... words) {
    Map<String, String> environment = new HashMap<>(more);
    environment.put("XDG_CONFIG_HOME", home.toString());
    return Jbuild.run(directory, environment, Jbuild.words(words));
  }
}
