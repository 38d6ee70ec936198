package jbuild.builder;

import java.util.List;
import java.util.Map;
import jbuild.builder.distribution.Additions;
import jbuild.builder.distribution.DistributionProfile;
import jbuild.builder.distribution.DistributionProfiles;
import jbuild.builder.distribution.debian.Debian;
import jbuild.builder.distribution.debian.DebianPackages;
import jbuild.builder.recipe.Recipe;
import jbuild.builder.toolset.ToolChoice;

/**
 * Installs the distributions of the Debian family.
 *
 * @param environment where proxies are found
 * @param tools whose debootstrap it is
 */
record DebianInstaller(
    DistributionProfiles profiles, Map<String, String> environment, ToolChoice tools)
    implements Installer {
  DebianInstaller {
    environment = Map.copyOf(environment);
  }

  @Override
  public Installation installation(Recipe recipe, List<String> more, Ground ground) {
    DebianPackages packages = packages(recipe, more);
    Debian debian = new Debian(packages, environment, tools);
    return new Installation(
        ground == Ground.SYSTEM ? debian.preparation() : debian.base(),
        debian.packages(),
        debian.tools());
  }

  private DebianPackages packages(Recipe recipe, List<String> more) {
    Recipe.Distribution wanted = recipe.distribution();
    DistributionProfile profile = profiles.find(wanted.name()).orElseThrow();
    WantedPackages packages = WantedPackages.of(recipe, profile, more);
    return new DebianPackages(
        profile,
        profile.release(wanted.release()).orElseThrow(),
        wanted.architecture(),
        wanted.mirrors(),
        wanted.borrowed(),
        wanted.components(),
        packages.rest(),
        recipe.packages().remove(),
        recipe.packages().weak(),
        wanted.acceptExpired(),
        recipe.outputs().disk().boot().isPresent(),
        new Additions(wanted.repositories(), recipe.packages().files()));
  }
}
