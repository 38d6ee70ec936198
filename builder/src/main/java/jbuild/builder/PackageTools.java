package jbuild.builder;

import java.util.List;
import java.util.Map;
import jbuild.builder.distribution.DebianFacts;
import jbuild.builder.distribution.DistributionProfiles;
import jbuild.builder.distribution.PacmanFacts;
import jbuild.builder.distribution.ToolFacts;
import jbuild.builder.recipe.Recipe;

/**
 * Chooses the package tool of a recipe's distribution.
 *
 * @param environment where proxies and programs of the host are found
 */
record PackageTools(DistributionProfiles profiles, Map<String, String> environment)
    implements Installer {
  PackageTools {
    environment = Map.copyOf(environment);
  }

  @Override
  public Installation installation(Recipe recipe, List<String> more) {
    ToolFacts facts = profiles.find(recipe.distribution().name()).orElseThrow().facts();
    if (facts instanceof DebianFacts) {
      return new DebianInstaller(profiles, environment).installation(recipe, more);
    }
    if (facts instanceof PacmanFacts) {
      return new PacmanInstaller(profiles, environment).installation(recipe, more);
    }
    throw new IllegalStateException("no tool for " + facts.getClass().getSimpleName());
  }
}
