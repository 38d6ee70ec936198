package jbuild.builder.recipe;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import jbuild.builder.distribution.DistributionProfile;
import jbuild.builder.distribution.DistributionProfiles;
import jbuild.builder.recipe.language.Printable;
import jbuild.builder.recipe.language.Problems;
import jbuild.builder.text.Spelling;

/** What a recipe must be beyond having the right keys: values that fit each other and the world. */
final class RecipeRules {
  private final RecipePaths paths;
  private final DistributionProfiles profiles;
  private final Map<String, String> environment;
  private final Problems problems;

  /**
   * @param environment says where the host has images
   */
  RecipeRules(
      RecipePaths paths,
      DistributionProfiles profiles,
      Map<String, String> environment,
      Problems problems) {
    this.paths = paths;
    this.profiles = profiles;
    this.environment = environment;
    this.problems = problems;
  }

  void check(Tables recipe) {
    checkBase(recipe.one(Table.IMAGE));
    ToolKeys.check(paths, problems, recipe.one(Table.IMAGE));
    checkDistribution(recipe.one(Table.DISTRIBUTION));
    new RepositoryRules(paths, profiles, problems).check(recipe);
    checkApart(recipe.one(Table.PACKAGES), List.of(Key.INSTALL, Key.REMOVE));
    checkApart(recipe.one(Table.SERVICES), List.of(Key.ENABLE, Key.DISABLE, Key.MASK));
    checkPassword(recipe.one(Table.SYSTEM));
    checkBoot(recipe.one(Table.BOOT));
    new ScriptRules(problems).check(recipe);
    new ContentRules(paths, problems).check(recipe);
    new BuildRules(paths, problems).check(recipe);
    new UserRules(paths, problems).check(recipe);
    new DiskRules(problems).check(recipe);
    new PartitionRules(problems).check(recipe);
    new OutputRules(paths, problems).check(recipe);
    new OciRules(problems).check(recipe);
    new CleanupRules(problems).check(recipe);
  }

  private void checkBase(Map<String, ?> image) {
    Optional<String> named = LanguageKeys.BASE.valueIfRight(image).flatMap(base -> base);
    if (named.isEmpty()) {
      return;
    }
    Optional<Path> base = new Bases(paths, environment).find(named.get());
    if (base.isEmpty()) {
      problems.report(
          place(LanguageKeys.BASE),
          "there is no recipe and no image " + Printable.value(named.get()),
          "write a path that begins at the directory of the file it stands in, or the"
              + " name of an image that 'jbuild images' lists");
    } else if (!named.get().endsWith(Bases.RECIPE)) {
      new ImageLook(base.get())
          .objection()
          .ifPresent(
              why ->
                  problems.report(
                      place(LanguageKeys.BASE),
                      "cannot build on " + Printable.value(named.get()) + ": " + why,
                      "name a directory with a system in it, a disk, an archive, or a recipe"));
    }
  }

  /** What describes a private network means nothing without one. */
  private void checkBoot(Map<String, ?> table) {
    checkPorts(Key.BOOT_PUBLISH.rightItems(table, String.class));
    Optional<String> network = Key.BOOT_NETWORK.valueIfRight(table).flatMap(word -> word);
    if (network.orElse("veth").equals("veth")) {
      return;
    }
    for (Key<?> key : List.of(Key.BOOT_PUBLISH, Key.BOOT_ZONE, Key.BOOT_DNS, Key.BOOT_ADDRESS)) {
      if (table.containsKey(key.name())) {
        problems.report(
            place(key),
            "'%s' does not go with %s at %s"
                .formatted(
                    key.path(),
                    Printable.value(network.get()),
                    problems.place(place(Key.BOOT_NETWORK))),
            "leave it out, or write network = \"veth\"");
      }
    }
  }

  /** A port of the host leads to one place. */
  private void checkPorts(Map<Integer, String> ports) {
    Set<String> seen = new HashSet<>();
    ports.forEach(
        (index, port) -> {
          String explicit = Character.isDigit(port.charAt(0)) ? "tcp:" + port : port;
          List<String> fields = List.of(explicit.split(":"));
          if (!seen.add(fields.get(0) + fields.get(1))) {
            problems.report(
                Key.BOOT_PUBLISH.place(index),
                "'%s' has port %s of the host twice"
                    .formatted(Key.BOOT_PUBLISH.path(), fields.get(1)),
                "leave one of them out");
          }
        });
  }

  private void checkDistribution(Map<String, ?> table) {
    Optional<String> name = Key.DISTRIBUTION.valueIfRight(table);
    Optional<DistributionProfile> profile = name.flatMap(profiles::find);
    if (name.isPresent() && profile.isEmpty()) {
      unknown(place(Key.DISTRIBUTION), "distribution", name.get(), profiles.names());
    }
    profile.ifPresent(known -> checkAgainst(known, table));
  }

  private void checkAgainst(DistributionProfile profile, Map<String, ?> table) {
    Key.RELEASE
        .valueIfRight(table)
        .filter(release -> profile.release(release).isEmpty())
        .ifPresent(
            release ->
                unknown(
                    place(Key.RELEASE),
                    "release of " + profile.name(),
                    release,
                    profile.releaseWords()));
    Key.ARCHITECTURE
        .valueIfRight(table)
        .flatMap(architecture -> architecture)
        .filter(architecture -> !profile.architectures().contains(architecture))
        .ifPresent(
            architecture ->
                unknown(
                    place(Key.ARCHITECTURE),
                    "architecture of " + profile.name(),
                    architecture,
                    profile.architectures()));
    new SnapshotRules(problems).check(profile, table);
    if (!profile.mayExpire()) {
      checkOfDebian(profile, table);
    }
    Key.COMPONENTS
        .rightItems(table, String.class)
        .forEach(
            (index, component) -> {
              if (!profile.knownComponents().contains(component)) {
                unknown(
                    Key.COMPONENTS.place(index),
                    "component of " + profile.name(),
                    component,
                    profile.knownComponents());
              }
            });
  }

  /** Elsewhere they would say nothing, and somebody might rely on them. */
  private void checkOfDebian(DistributionProfile profile, Map<String, ?> table) {
    for (Key<?> key : List.of(Key.SECURITY_MIRROR, Key.ACCEPT_EXPIRED)) {
      if (table.containsKey(key.name())) {
        problems.report(
            place(key),
            "'%s' does not go with %s".formatted(key.path(), profile.name()),
            "leave it out: it is for distributions of the Debian family");
      }
    }
  }

  private void unknown(List<String> place, String kind, String written, List<String> known) {
    String all = "known: " + String.join(", ", known);
    String fix =
        Spelling.nearest(written, known)
            .map(word -> "did you mean '" + word + "'? " + all)
            .orElse(all);
    problems.report(place, "unknown " + kind + ": " + Printable.value(written), fix);
  }

  /** An item of a list. */
  private record Place(Key<?> key, int index) {
    List<String> path() {
      return key.place(index);
    }
  }

  /** No word may be in two of these lists. */
  private void checkApart(Map<String, ?> table, List<Key<List<String>>> keys) {
    Map<String, Place> seen = new HashMap<>();
    for (Key<List<String>> key : keys) {
      Map<String, Place> here = new HashMap<>();
      for (Map.Entry<Integer, String> each : key.rightItems(table, String.class).entrySet()) {
        String word = each.getValue();
        Place place = new Place(key, each.getKey());
        Place other = seen.get(word);
        if (other != null) {
          problems.report(
              place.path(),
              "'%s' is in '%s' and, at %s, in '%s'"
                  .formatted(word, key.path(), problems.place(other.path()), other.key().path()),
              "decide for one of them");
        }
        here.put(word, place);
      }
      seen.putAll(here);
    }
  }

  private void checkPassword(Map<String, ?> table) {
    Key.ROOT_PASSWORD
        .valueIfRight(table)
        .filter(password -> password.kind().equals("file"))
        .map(KeyType.PasswordText::text)
        .filter(
            file ->
                paths.find(place(Key.ROOT_PASSWORD), file).filter(Files::isRegularFile).isEmpty())
        .ifPresent(
            file ->
                problems.report(
                    place(Key.ROOT_PASSWORD),
                    "there is no file " + Printable.value(file),
                    "write a path that begins at the directory of the file it stands in"));
  }

  private static List<String> place(Key<?> key) {
    return key.place();
  }
}
