package jbuild.acceptance;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import jbuild.runner.image.Trees;
import jbuild.tools.Repositories;

/**
 * Images of distributions of the rpm family, made of the small repositories of the tests: what
 * jbuild knows of the distribution, but for the keys and the release, is what it ships.
 */
final class RpmImages {
  static final Repositories REPOSITORIES = Repositories.shared();

  private static final String REPORT =
      """
      [[files]]
      path = "/etc/systemd/system/report.service"
      content = '''
      [Unit]
      Description=Report
      [Service]
      Type=exec
      ExecStart=/bin/sh -c '{ systemctl is-system-running --wait; systemctl --failed --plain --no-legend; cat /etc/hostname; } >/reported 2>&1; systemctl poweroff'
      [Install]
      WantedBy=multi-user.target
      '''

      [services]
      enable = ["report.service"]
      """;

  private final Path directory;
  private final String distribution;

  /** Below the directory, which is the test's own. */
  RpmImages(Path directory, String distribution) {
    this.directory = directory;
    this.distribution = distribution;
  }

  /** Makes a profile of the shipped one: with this release, repositories and keys. */
  void profile(String release, String repositories, List<String> keys) throws IOException {
    Path shipped = Jbuild.HOME.resolve("profiles/distributions/" + distribution + ".yaml");
    String kept;
    try (var lines = Files.lines(shipped)) {
      kept =
          lines
              .filter(line -> line.matches("(tool|base|bootable|architectures|locale-package):.*"))
              // openSUSE's name for it is not among the tests' packages.
              .map(line -> line.replace("shadow,", "shadow-utils,"))
              .collect(Collectors.joining("\n"));
    }
    StringBuilder text = new StringBuilder("name: " + distribution + "\n" + kept + "\n");
    text.append("mirrors: {archive: \"http://mirror.invalid\"}\n");
    text.append("releases: [{name: \"" + release + "\"}]\n");
    text.append(repositories);
    text.append("keys:\n");
    Path profiles = Files.createDirectories(directory.resolve("config/jbuild/distributions/keys"));
    for (String key : keys) {
      text.append("  " + key + ": " + REPOSITORIES.fingerprint(key) + "\n");
      Files.copy(REPOSITORIES.keys().resolve(key + ".asc"), profiles.resolve(key + ".asc"));
    }
    Files.writeString(profiles.resolveSibling(distribution + ".yaml"), text);
  }

  /** Builds an image of some packages from a mirror. */
  Jbuild.Result build(String name, String release, String mirror, List<String> packages)
      throws IOException {
    return build(name, release, mirror, packages, "");
  }

  /**
   * The same.
   *
   * @param more of [packages], and more tables
   */
  Jbuild.Result build(
      String name, String release, String mirror, List<String> packages, String more)
      throws IOException {
    String recipe =
        """
        [image]
        name = "%s"
        [distribution]
        name = "%s"
        release = "%s"
        mirror = "%s"
        [packages]
        install = [%s]
        %s
        %s
        """
            .formatted(
                name,
                distribution,
                release,
                mirror,
                packages.stream().map(one -> '"' + one + '"').collect(Collectors.joining(", ")),
                more,
                REPORT);
    Files.writeString(directory.resolve(name + ".toml"), recipe);
    return jbuild("build", "--output-dir=out", name + ".toml");
  }

  /** The address of a directory of the repositories for dnf and zypper. */
  static String mirror(String path) {
    return REPOSITORIES.rpm().resolve(path).toUri().toString().replaceFirst("/$", "");
  }

  /** The table of a repository that a key signs, and whether the image keeps it. */
  static String repository(String name, String address, String key, boolean kept) {
    return """
        [[distribution.repositories]]
        name = "%s"
        address = "%s"
        key = "%s"
        fingerprint = "%s"
        keep = %s
        """
        .formatted(
            name,
            address,
            REPOSITORIES.keys().resolve(key + ".asc"),
            REPOSITORIES.fingerprint(key),
            kept);
  }

  /** Runs jbuild with the profile, and no other of the host's. */
  Jbuild.Result jbuild(String... words) {
    return Jbuild.run(
        directory,
        Map.of("XDG_CONFIG_HOME", directory.resolve("config").toString()),
        Jbuild.words(words));
  }

  /** What a machine of the image says of itself when it has started. */
  String booted(String name) throws IOException {
    Jbuild.Result result = jbuild("boot", "--output-dir=out", "--quiet", name + ".toml");
    if (result.status() != 0) {
      throw new IllegalStateException(result.err());
    }
    return Files.readString(image(name).resolve("reported"));
  }

  /** Removes all images that were built. */
  void remove() {
    Path images = directory.resolve("out");
    if (Files.exists(images)) {
      Trees.remove(images);
    }
  }

  Path image(String name) {
    return directory.resolve("out").resolve(name);
  }
}
