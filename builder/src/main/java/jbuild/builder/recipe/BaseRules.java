package jbuild.builder.recipe;

import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import jbuild.builder.distribution.DistributionProfile;
import jbuild.builder.distribution.DistributionProfiles;
import jbuild.builder.distribution.Release;
import jbuild.builder.processor.HostArchitecture;
import jbuild.builder.recipe.language.Composition;
import jbuild.builder.recipe.language.Printable;
import jbuild.builder.recipe.language.Problems;

/** Recipes that build on one of another system. */
record BaseRules(DistributionProfiles profiles, Problems problems) {
  /** One of the images that the base describes is to be of the same system. */
  void check(Composition upper, Path base, List<Composition> lower) {
    String wanted = system(upper);
    List<Composition> fitting = lower.stream().filter(each -> system(each).equals(wanted)).toList();
    if (fitting.size() > 1) {
      List<String> names = fitting.stream().map(Composition::cell).toList();
      problems.report(
          LanguageKeys.BASE.place(),
          "several images of its matrix fit: " + String.join(", ", names),
          "build on a recipe with one image for each distribution, release and architecture");
      return;
    }
    List<String> found = lower.stream().map(this::system).distinct().toList();
    if (!found.contains(wanted)) {
      problems.report(
          LanguageKeys.BASE.place(),
          "%s is %s, and this recipe is %s"
              .formatted(
                  Printable.text(String.valueOf(base.getFileName())),
                  String.join(", ", found),
                  wanted),
          "change [distribution] here, or build on a recipe of the same system");
    }
  }

  private String system(Composition composition) {
    Map<String, ?> table = new Tables(composition.values()).one(Table.DISTRIBUTION);
    DistributionProfile profile = profiles.find(Key.DISTRIBUTION.value(table)).orElseThrow();
    Optional<Release> release = profile.release(Key.RELEASE.value(table));
    String architecture =
        Key.ARCHITECTURE
            .value(table)
            .orElseGet(() -> HostArchitecture.current().nameAmong(profile.architectures()));
    return "%s %s for %s".formatted(profile.name(), release.orElseThrow().name(), architecture);
  }
}
