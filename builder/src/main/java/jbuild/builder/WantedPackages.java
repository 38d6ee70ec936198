package jbuild.builder;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import jbuild.builder.distribution.DistributionProfile;
import jbuild.builder.distribution.PackageSets;
import jbuild.builder.distribution.Release;
import jbuild.builder.recipe.FirmwareBoot;
import jbuild.builder.recipe.OutputFormat;
import jbuild.builder.recipe.Phase;
import jbuild.builder.recipe.Recipe;
import jbuild.builder.steps.SetLocale;

/**
 * What a recipe comes to in packages, whichever tool installs them. A release lacks some of its
 * profile's; what the recipe itself names, it is to have.
 *
 * @param base the least that is a system, for tools that do not know it themselves
 * @param rest in the order of installation
 */
record WantedPackages(List<String> base, List<String> rest) {
  private static final String UTC = "UTC";

  WantedPackages {
    base = List.copyOf(base);
    rest = List.copyOf(rest);
  }

  /** All that is installed for a recipe. */
  static WantedPackages of(Recipe recipe, DistributionProfile profile) {
    List<String> more = new ArrayList<>(neededBySettings(recipe));
    ofLocale(recipe, profile).ifPresent(more::add);
    return of(recipe, profile, more);
  }

  /** What settings need that every distribution calls the same. */
  static List<String> neededBySettings(Recipe recipe) {
    List<String> packages = new ArrayList<>();
    if (!recipe.system().timezone().equals(UTC)) {
      packages.add("tzdata");
    }
    if (recipe.users().needSudo()) {
      packages.add("sudo");
    }
    return packages;
  }

  /** What the recipe's language is in, where it is not in every system. */
  static Optional<String> ofLocale(Recipe recipe, DistributionProfile profile) {
    String locale = recipe.system().locale();
    return SetLocale.isBuiltIn(locale)
        ? Optional.empty()
        : profile.packages().localePackage(locale);
  }

  /**
   * @param more what settings of the recipe need beside its own list
   */
  static WantedPackages of(Recipe recipe, DistributionProfile profile, List<String> more) {
    Recipe.Distribution wanted = recipe.distribution();
    Release release = profile.release(wanted.release()).orElseThrow();
    PackageSets sets = profile.packages();
    List<String> bootable = recipe.image().bootable() ? sets.bootable() : List.of();
    List<String> network = recipe.startup().dhcp() ? sets.network() : List.of();
    Optional<FirmwareBoot> boot = recipe.outputs().disk().boot();
    List<String> disk =
        boot.map(how -> profile.bootPackages().of(release, wanted.architecture(), how.kernel()))
            .orElse(List.of());
    List<String> known = release.having(all(Stream.of(bootable, network, disk, more)));
    return new WantedPackages(
        release.having(sets.base()), all(Stream.of(known, recipe.packages().install())));
  }

  /** Whether a script or an output with layers is to see the base system alone. */
  static boolean isBaseSeen(Recipe recipe) {
    return recipe.image().outputs().contains(OutputFormat.OCI)
        || recipe.scripts().stream().anyMatch(script -> script.phase() == Phase.AFTER_BOOTSTRAP);
  }

  /** Both, for tools that install all at once. */
  List<String> all() {
    return all(Stream.of(base, rest));
  }

  private static List<String> all(Stream<List<String>> lists) {
    return lists.flatMap(List::stream).distinct().toList();
  }
}
