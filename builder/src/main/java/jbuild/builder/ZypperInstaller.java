package jbuild.builder;

import java.util.List;
import java.util.Map;
import jbuild.builder.distribution.DistributionProfile;
import jbuild.builder.distribution.ZypperFacts;
import jbuild.builder.distribution.zypper.Zypper;
import jbuild.builder.recipe.Recipe;
import jbuild.builder.toolset.Toolsets;

/**
 * Installs the distributions of the SUSE family.
 *
 * @param environment where proxies and programs of the host are found
 */
record ZypperInstaller(
    DistributionProfile profile, ZypperFacts facts, Map<String, String> environment)
    implements Installer {
  ZypperInstaller {
    environment = Map.copyOf(environment);
  }

  @Override
  public Installation installation(Recipe recipe, List<String> more) {
    Toolsets tools = RpmSystems.tools(environment);
    Zypper zypper =
        new Zypper(RpmSystems.of(recipe, profile, facts.rpm(), more), tools, environment);
    return new Installation(zypper.base(), zypper.packages(), tools);
  }
}
