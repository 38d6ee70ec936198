package jbuild.builder;

import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import jbuild.builder.distribution.Additions;
import jbuild.builder.distribution.DistributionProfile;
import jbuild.builder.distribution.RpmFacts;
import jbuild.builder.distribution.debian.DebianStable;
import jbuild.builder.distribution.dnf.Dnf;
import jbuild.builder.distribution.rpm.RpmProgram;
import jbuild.builder.distribution.rpm.RpmSteps;
import jbuild.builder.distribution.rpm.RpmSystem;
import jbuild.builder.distribution.rpm.RpmWork;
import jbuild.builder.distribution.zypper.Zypper;
import jbuild.builder.recipe.Recipe;
import jbuild.builder.toolset.ToolChoice;
import jbuild.builder.toolset.Toolsets;

/**
 * Installs the distributions of the rpm family.
 *
 * @param environment where proxies are found
 * @param tools whose dnf or zypper it is
 */
record RpmInstaller(
    DistributionProfile profile, RpmFacts facts, Map<String, String> environment, ToolChoice tools)
    implements Installer {
  RpmInstaller {
    environment = Map.copyOf(environment);
  }

  @Override
  public Installation installation(Recipe recipe, List<String> more, Ground ground) {
    Toolsets toolsets = tools.with(DebianStable.forHost(environment));
    RpmSteps steps = new RpmSteps(program(system(recipe, more, ground), toolsets), toolsets);
    return new Installation(
        ground == Ground.SYSTEM ? steps.preparation() : steps.base(), steps.packages(), toolsets);
  }

  private RpmProgram program(RpmSystem system, Toolsets toolsets) {
    return switch (facts.tool()) {
      case DNF -> new Dnf(system, toolsets, environment);
      case ZYPPER -> new Zypper(system, toolsets, environment);
    };
  }

  /**
   * Nobody looks at the base before the rest is installed, unless the recipe says so: then all are
   * installed at once, for each run of a tool takes its time.
   */
  private RpmSystem system(Recipe recipe, List<String> more, Ground ground) {
    Recipe.Distribution wanted = recipe.distribution();
    WantedPackages packages = WantedPackages.of(recipe, profile, more);
    List<String> files = RpmWork.places(recipe.packages().files());
    boolean apart = ground == Ground.SYSTEM || WantedPackages.isBaseSeen(recipe);
    return new RpmSystem(
        profile,
        facts,
        profile.release(wanted.release()).orElseThrow(),
        wanted.architecture(),
        wanted.mirror(),
        wanted.borrowed(),
        apart ? packages.base() : with(packages.all(), files),
        apart ? with(packages.rest(), files) : List.of(),
        recipe.packages().remove(),
        new RpmSystem.Extent(recipe.packages().weak(), recipe.packages().documentation()),
        new Additions(wanted.repositories(), recipe.packages().files()));
  }

  private static List<String> with(List<String> packages, List<String> files) {
    return Stream.concat(packages.stream(), files.stream()).toList();
  }
}
