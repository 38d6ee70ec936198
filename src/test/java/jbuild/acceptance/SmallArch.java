package jbuild.acceptance;

import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;
import jbuild.builder.distribution.Additions;
import jbuild.builder.distribution.DistributionProfile;
import jbuild.builder.distribution.DistributionProfiles;
import jbuild.builder.distribution.debian.DebianStable;
import jbuild.builder.distribution.pacman.Pacman;
import jbuild.builder.distribution.pacman.PacmanPackages;
import jbuild.builder.plan.BuildPlan;
import jbuild.builder.plan.Progress;
import jbuild.builder.plan.Step;
import jbuild.builder.plan.Workspace;
import jbuild.builder.sandbox.MachineSandbox;
import jbuild.builder.toolset.ProgramTree;
import jbuild.builder.toolset.Toolsets;
import jbuild.runner.machine.Launcher;
import jbuild.runner.machine.RuntimeDirectory;
import jbuild.tools.Repositories;

/**
 * Arch as the small repositories of the tests have it.
 *
 * @param profiles the directory of what jbuild is to know of it
 */
record SmallArch(Path profiles) {
  static final Repositories REPOSITORIES = Repositories.shared();

  /** All of its repositories. */
  static final List<String> NAMES = List.of("core", "extra", "updates", "broken");

  /**
   * Writes the profile.
   *
   * @param base packages that are the least system
   * @param repositories that are its own
   * @param keys that may sign
   */
  SmallArch described(String base, List<String> repositories, List<String> keys)
      throws IOException {
    Path place = Files.createDirectories(profiles.resolve("keys"));
    StringBuilder text =
        new StringBuilder(
            """
            name: arch
            tool: pacman
            architectures: [x86_64]
            mirrors: {archive: "https://geo.mirror.pkgbuild.com"}
            releases: [{name: rolling}]
            base: [%s]
            bootable: []
            pacman:
              components: [core, extra]
              signed-databases: true
              mirrorlist: /etc/pacman.d/mirrorlist
              repositories:
            """
                .formatted(base));
    repositories.forEach(
        name ->
            text.append(
                "    " + name + ": {mirror: archive, path: \"{name}/os/{architecture}\"}\n"));
    text.append("keys:\n");
    for (String key : keys) {
      Files.copy(REPOSITORIES.keys().resolve(key + ".asc"), place.resolve(key + ".asc"));
      text.append("  " + key + ": " + REPOSITORIES.fingerprint(key) + "\n");
    }
    Files.writeString(profiles.resolve("arch.yaml"), text);
    return this;
  }

  /** What a system of these repositories of a mirror is made of. */
  PacmanPackages packages(
      URI mirror, List<String> repositories, List<String> install, Additions additions) {
    DistributionProfile arch =
        new DistributionProfiles(List.of(profiles)).find("arch").orElseThrow();
    return new PacmanPackages(
        arch,
        arch.release("rolling").orElseThrow(),
        "x86_64",
        Optional.of(mirror),
        Optional.empty(),
        repositories,
        install,
        List.of(),
        true,
        additions);
  }

  /** Makes a system in a directory. */
  static void make(PacmanPackages packages, Path work) {
    Path cache = Path.of(System.getenv().getOrDefault("JBUILD_CACHE", "/var/cache/jbuild"));
    // Not the host's, if it has one: what is said is that of one version.
    Toolsets tools = new Toolsets(new ProgramTree(work), DebianStable.forHost(System.getenv()));
    Pacman pacman = new Pacman(packages, Pacman.Start.NOTHING, tools, Map.of());
    List<Step> steps = Stream.concat(pacman.base().stream(), pacman.packages().stream()).toList();
    Launcher launcher = new Launcher(RuntimeDirectory.ofHost());
    MachineSandbox sandbox = new MachineSandbox(launcher, work.resolve("log"), line -> {});
    new BuildPlan(steps).run(new Workspace(work, cache, sandbox, Progress.SILENT));
  }

  /** A mirror that is a directory. */
  static URI mirror(String path) {
    return REPOSITORIES.pacman().resolve(path).toUri();
  }
}
