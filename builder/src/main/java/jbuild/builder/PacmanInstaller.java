package jbuild.builder;

import java.util.List;
import java.util.Map;
import jbuild.builder.distribution.Additions;
import jbuild.builder.distribution.DistributionProfile;
import jbuild.builder.distribution.DistributionProfiles;
import jbuild.builder.distribution.debian.DebianStable;
import jbuild.builder.distribution.pacman.Pacman;
import jbuild.builder.distribution.pacman.PacmanPackages;
import jbuild.builder.recipe.Recipe;
import jbuild.builder.toolset.ToolChoice;
import jbuild.builder.toolset.Toolsets;
import jbuild.runner.ExitStatus;
import jbuild.runner.Failure;

/**
 * Installs Arch and its descendants.
 *
 * @param environment where proxies are found
 * @param tools whose pacman it is
 */
record PacmanInstaller(
    DistributionProfiles profiles, Map<String, String> environment, ToolChoice tools)
    implements Installer {
  PacmanInstaller {
    environment = Map.copyOf(environment);
  }

  @Override
  public Installation installation(Recipe recipe, List<String> more, Ground ground) {
    if (recipe.outputs().disk().boot().isPresent()) {
      throw new Failure(
          ExitStatus.WRONG_USAGE,
          "cannot make a disk that starts by itself",
          "jbuild makes no initrd for " + recipe.distribution().name(),
          "leave disk.bootable out");
    }
    Toolsets toolsets = tools.with(DebianStable.forHost(environment));
    Pacman pacman =
        new Pacman(packages(recipe, more), start(recipe, ground), toolsets, environment);
    return new Installation(pacman.base(), pacman.packages(), toolsets);
  }

  private static Pacman.Start start(Recipe recipe, Ground ground) {
    if (ground == Ground.SYSTEM) {
      return Pacman.Start.SYSTEM;
    }
    boolean apart = ground == Ground.NOTHING_YET || WantedPackages.isBaseSeen(recipe);
    return apart ? Pacman.Start.BASE : Pacman.Start.NOTHING;
  }

  private PacmanPackages packages(Recipe recipe, List<String> more) {
    Recipe.Distribution wanted = recipe.distribution();
    DistributionProfile profile = profiles.find(wanted.name()).orElseThrow();
    WantedPackages packages = WantedPackages.of(recipe, profile, more);
    return new PacmanPackages(
        profile,
        profile.release(wanted.release()).orElseThrow(),
        wanted.architecture(),
        wanted.mirror(),
        wanted.borrowed(),
        wanted.components(),
        packages.rest(),
        recipe.packages().remove(),
        recipe.packages().documentation(),
        new Additions(wanted.repositories(), recipe.packages().files()));
  }
}
