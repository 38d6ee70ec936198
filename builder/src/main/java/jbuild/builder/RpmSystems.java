package jbuild.builder;

import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;
import jbuild.builder.distribution.DistributionProfile;
import jbuild.builder.distribution.PackageSets;
import jbuild.builder.distribution.Release;
import jbuild.builder.distribution.RpmFacts;
import jbuild.builder.distribution.debian.DebianStable;
import jbuild.builder.distribution.rpm.RpmSystem;
import jbuild.builder.recipe.FirmwareBoot;
import jbuild.builder.recipe.HostArchitecture;
import jbuild.builder.recipe.OutputFormat;
import jbuild.builder.recipe.Phase;
import jbuild.builder.recipe.Recipe;
import jbuild.builder.toolset.Toolsets;

/** What recipes mean for the tools of the rpm family. */
final class RpmSystems {
  private RpmSystems() {}

  /**
   * The system of a recipe. Nobody looks at the base before the rest is installed, unless the
   * recipe says so: then all are installed at once, for each run of a tool takes its time.
   */
  static RpmSystem of(
      Recipe recipe, DistributionProfile profile, RpmFacts facts, List<String> more) {
    Recipe.Distribution wanted = recipe.distribution();
    Release release = profile.release(wanted.release()).orElseThrow();
    PackageSets sets = profile.packages();
    List<String> bootable = recipe.image().bootable() ? sets.bootable() : List.of();
    Optional<FirmwareBoot> boot = recipe.outputs().disk().boot();
    List<String> disk =
        boot.map(how -> profile.bootPackages().of(release, wanted.architecture(), how.kernel()))
            .orElse(List.of());
    List<String> network = recipe.startup().dhcp() ? sets.network() : List.of();
    List<String> base = sets.base();
    List<String> rest = all(Stream.of(bootable, network, disk, more, recipe.packages().install()));
    boolean apart = isBaseSeen(recipe);
    return new RpmSystem(
        profile,
        facts,
        release,
        wanted.architecture(),
        wanted.mirror(),
        apart ? base : all(Stream.of(base, rest)),
        apart ? rest : List.of(),
        recipe.packages().remove(),
        new RpmSystem.Extent(recipe.packages().weak(), recipe.packages().documentation()));
  }

  private static boolean isBaseSeen(Recipe recipe) {
    return recipe.image().outputs().contains(OutputFormat.OCI)
        || recipe.scripts().stream().anyMatch(script -> script.phase() == Phase.AFTER_BOOTSTRAP);
  }

  private static List<String> all(Stream<List<String>> lists) {
    return lists.flatMap(List::stream).distinct().toList();
  }

  /** Programs that a build needs whatever it installs. */
  static Toolsets tools(Map<String, String> environment) {
    String architecture = HostArchitecture.current().names().get(0);
    return Toolsets.of(new DebianStable(architecture, Map.of(), environment));
  }
}
