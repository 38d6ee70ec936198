package jbuild.builder;

import java.net.URI;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;
import jbuild.builder.distribution.DistributionProfile;
import jbuild.builder.distribution.DistributionProfiles;
import jbuild.builder.distribution.Release;
import jbuild.builder.distribution.debian.Debian;
import jbuild.builder.distribution.debian.DebianPackages;
import jbuild.builder.distribution.debian.DebianStable;
import jbuild.builder.recipe.FirmwareBoot;
import jbuild.builder.recipe.Recipe;
import jbuild.builder.toolset.Toolsets;

/**
 * Installs the distributions of the Debian family.
 *
 * @param environment where proxies and programs of the host are found
 */
record DebianInstaller(DistributionProfiles profiles, Map<String, String> environment)
    implements Installer {
  DebianInstaller {
    environment = Map.copyOf(environment);
  }

  @Override
  public Installation installation(Recipe recipe, List<String> more) {
    DebianPackages packages = packages(recipe, more);
    Debian debian = new Debian(packages, environment);
    Toolsets tools = Toolsets.of(DebianStable.beside(packages, environment));
    return new Installation(debian.base(), debian.packages(), tools);
  }

  private DebianPackages packages(Recipe recipe, List<String> more) {
    Recipe.Distribution wanted = recipe.distribution();
    DistributionProfile profile = profiles.find(wanted.name()).orElseThrow();
    List<String> bootable = recipe.image().bootable() ? profile.packages().bootable() : List.of();
    Release release = profile.release(wanted.release()).orElseThrow();
    List<String> network = recipe.startup().dhcp() ? profile.packages().network() : List.of();
    Optional<FirmwareBoot> boot = recipe.outputs().disk().boot();
    List<String> disk =
        boot.map(how -> profile.bootPackages().of(release, wanted.architecture(), how.kernel()))
            .orElse(List.of());
    List<String> install =
        Stream.of(bootable, network, disk, more, recipe.packages().install())
            .flatMap(List::stream)
            .filter(name -> !release.without().contains(name))
            .distinct()
            .toList();
    return new DebianPackages(
        profile,
        release,
        wanted.architecture(),
        mirrors(wanted),
        wanted.components(),
        install,
        recipe.packages().remove(),
        recipe.packages().weak(),
        !wanted.checkValidUntil(),
        boot.isPresent());
  }

  private static Map<String, URI> mirrors(Recipe.Distribution wanted) {
    Map<String, URI> mirrors = new HashMap<>();
    wanted.mirror().ifPresent(mirror -> mirrors.put("archive", mirror));
    wanted.securityMirror().ifPresent(mirror -> mirrors.put("security", mirror));
    return mirrors;
  }
}
