package jbuild.builder;

import java.util.List;
import java.util.Map;
import jbuild.builder.distribution.DistributionProfile;
import jbuild.builder.distribution.DnfFacts;
import jbuild.builder.distribution.dnf.Dnf;
import jbuild.builder.recipe.Recipe;
import jbuild.builder.toolset.Toolsets;

/**
 * Installs the distributions of the Fedora family.
 *
 * @param environment where proxies and programs of the host are found
 */
record DnfInstaller(DistributionProfile profile, DnfFacts facts, Map<String, String> environment)
    implements Installer {
  DnfInstaller {
    environment = Map.copyOf(environment);
  }

  @Override
  public Installation installation(Recipe recipe, List<String> more) {
    Toolsets tools = RpmSystems.tools(environment);
    Dnf dnf = new Dnf(RpmSystems.of(recipe, profile, facts.rpm(), more), tools, environment);
    return new Installation(dnf.base(), dnf.packages(), tools);
  }
}
