package jbuild.builder;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import jbuild.builder.distribution.ContainerFix;
import jbuild.builder.distribution.DebianFacts;
import jbuild.builder.distribution.DistributionProfile;
import jbuild.builder.distribution.DistributionProfiles;
import jbuild.builder.distribution.PacmanFacts;
import jbuild.builder.distribution.RpmFacts;
import jbuild.builder.distribution.ToolFacts;
import jbuild.builder.plan.Step;
import jbuild.builder.recipe.Recipe;
import jbuild.builder.steps.FixForContainers;
import jbuild.builder.toolset.ToolChoice;

/**
 * Chooses the package tool of a recipe's distribution.
 *
 * @param environment where proxies are found
 * @param tools whose programs they are
 */
record PackageTools(
    DistributionProfiles profiles, Map<String, String> environment, ToolChoice tools)
    implements Installer {
  PackageTools {
    environment = Map.copyOf(environment);
  }

  @Override
  public Installation installation(Recipe recipe, List<String> more, Ground ground) {
    DistributionProfile profile = profiles.find(recipe.distribution().name()).orElseThrow();
    Installation installation = installation(profile, recipe, more, ground);
    List<Step> packages = new ArrayList<>(installation.packages());
    List<ContainerFix> fixes = fixes(recipe, profile);
    if (!fixes.isEmpty()) {
      packages.add(new FixForContainers(fixes));
    }
    return new Installation(
        installation.base(), packages, installation.tools(), profile.facts() instanceof RpmFacts);
  }

  /** What is taken out of the image, unless the recipe leaves it in. */
  static List<ContainerFix> fixes(Recipe recipe, DistributionProfile profile) {
    return recipe.startup().fixes()
        ? profile.fixes(profile.release(recipe.distribution().release()).orElseThrow())
        : List.of();
  }

  private Installation installation(
      DistributionProfile profile, Recipe recipe, List<String> more, Ground ground) {
    ToolFacts facts = profile.facts();
    List<String> needed = new ArrayList<>(more);
    WantedPackages.ofLocale(recipe, profile).ifPresent(needed::add);
    if (facts instanceof DebianFacts) {
      return new DebianInstaller(profiles, environment, tools).installation(recipe, needed, ground);
    }
    if (facts instanceof RpmFacts rpm) {
      return new RpmInstaller(profile, rpm, environment, tools)
          .installation(recipe, needed, ground);
    }
    if (facts instanceof PacmanFacts) {
      return new PacmanInstaller(profiles, environment, tools).installation(recipe, needed, ground);
    }
    throw new IllegalStateException("no tool for " + facts.getClass().getSimpleName());
  }
}
