package jbuild.builder.recipe;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Collection;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import jbuild.builder.distribution.DistributionProfile;
import jbuild.builder.distribution.DistributionProfiles;
import jbuild.builder.distribution.Release;
import jbuild.builder.recipe.language.Printable;
import jbuild.builder.recipe.language.Source;
import jbuild.builder.text.Spelling;
import jbuild.runner.ExitStatus;
import jbuild.runner.Failure;

/** Recipes that nobody has to write: DISTRIBUTION or DISTRIBUTION:RELEASE names one. */
public final class StarterRecipes {
  private static final Pattern WORD =
      Pattern.compile("[a-z0-9][a-z0-9-]*(:[A-Za-z0-9][A-Za-z0-9._-]*)?");

  /** What distributions call the release that most people want, the best first. */
  private static final List<String> USUAL = List.of("stable", "lts", "latest");

  private final DistributionProfiles profiles;

  public StarterRecipes(DistributionProfiles profiles) {
    this.profiles = profiles;
  }

  /** Whether a word that is no file means a recipe. */
  public boolean has(Path word) {
    return source(word).isPresent();
  }

  /**
   * The recipe that a word means; a file of that name comes first.
   *
   * @throws Failure when it names a release of nothing, or one that is not known
   */
  Optional<Source> source(Path word) {
    String text = word.toString();
    if (Files.exists(word) || !WORD.matcher(text).matches()) {
      return Optional.empty();
    }
    int colon = text.indexOf(':');
    String name = colon < 0 ? text : text.substring(0, colon);
    if (colon < 0 && profiles.find(name).isEmpty()) {
      return Optional.empty();
    }
    Optional<String> release =
        colon < 0 ? Optional.empty() : Optional.of(text.substring(colon + 1));
    return Optional.of(new Source(word, text(name, release)));
  }

  /** The recipe in a file, or the one that the word means. */
  Source read(Path word) {
    Optional<Source> starter = source(word);
    if (starter.isPresent()) {
      return starter.get();
    }
    Optional<String> meant = Files.exists(word) ? Optional.empty() : meant(word);
    if (meant.isPresent()) {
      throw new Failure(
          ExitStatus.WRONG_USAGE,
          "cannot read " + Printable.text(word.toString()),
          "there is no such file, and no such distribution",
          "did you mean '" + meant.get() + "'? Else pass the path of a recipe");
    }
    return Source.of(word);
  }

  /**
   * The text of a recipe to begin with.
   *
   * @param release the usual one if it is not said
   * @throws Failure when one of them is not known
   */
  public String text(String distribution, Optional<String> release) {
    int colon = distribution.indexOf(':');
    if (colon > 0 && release.isEmpty()) {
      Optional<String> named = Optional.of(distribution.substring(colon + 1));
      return text(distribution.substring(0, colon), named);
    }
    DistributionProfile profile =
        profiles
            .find(distribution)
            .orElseThrow(() -> unknown("distribution", distribution, profiles.names()));
    Release chosen =
        release
            .map(
                word ->
                    profile
                        .release(word)
                        .orElseThrow(
                            () ->
                                unknown(
                                    "release of " + distribution, word, profile.releaseWords())))
            .orElseGet(() -> usual(profile));
    return new StarterRecipe(profile, chosen).text();
  }

  private static Release usual(DistributionProfile profile) {
    Stream<Release> named = USUAL.stream().flatMap(word -> profile.release(word).stream());
    Stream<Release> finished =
        profile.releases().stream().filter(release -> release.version().isPresent());
    return Stream.of(named, finished, profile.releases().stream())
        .flatMap(releases -> releases)
        .findFirst()
        .orElseThrow();
  }

  /** The distribution that a word means which is neither a file nor one: it is misspelt. */
  public Optional<String> meant(Path word) {
    String[] parts = word.toString().split(":", -1);
    if (parts.length > 2 || word.toString().contains("/")) {
      return Optional.empty();
    }
    String rest = parts.length < 2 || parts[1].isEmpty() ? "" : ":" + parts[1];
    return nearest(parts[0]).map(name -> name + rest);
  }

  private Optional<String> nearest(String word) {
    String lower = word.toLowerCase(Locale.ROOT);
    return profiles.find(lower).isPresent()
        ? Optional.of(lower)
        : Spelling.nearest(lower, profiles.names());
  }

  private static Failure unknown(String kind, String written, Collection<String> known) {
    String all = "known: " + String.join(", ", known);
    return new Failure(
        ExitStatus.WRONG_USAGE,
        "cannot make a recipe",
        "there is no " + kind + " " + Printable.value(written),
        Spelling.nearest(written.toLowerCase(Locale.ROOT), known)
            .map(word -> "did you mean '" + word + "'? " + all)
            .orElse(all));
  }
}
