package jbuild.builder.recipe;

import java.net.URI;
import java.nio.file.Path;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import jbuild.builder.distribution.DistributionProfile;
import jbuild.builder.distribution.DistributionProfiles;
import jbuild.builder.distribution.Snapshots;
import jbuild.builder.processor.HostArchitecture;
import jbuild.builder.recipe.language.Composer;
import jbuild.builder.recipe.language.Composition;
import jbuild.builder.recipe.language.Plain;
import jbuild.builder.recipe.language.Printable;
import jbuild.builder.recipe.language.Problems;
import jbuild.builder.recipe.language.RecipeRequest;
import jbuild.builder.recipe.language.Source;
import jbuild.builder.recipe.language.Toml;
import jbuild.builder.recipe.language.Unused;
import jbuild.runner.ExitStatus;
import jbuild.runner.Failure;

/**
 * Reads a recipe file, or one that is named by its distribution: the result is valid recipes or all
 * that is wrong with it.
 */
public final class RecipeReader {
  private final DistributionProfiles profiles;
  private final Map<String, String> environment;

  /** One for which the environment says nothing. */
  public RecipeReader(DistributionProfiles profiles) {
    this(profiles, Map.of());
  }

  /**
   * @param environment has what recipes write as ${env:NAME}, and says where the user's profiles
   *     are
   */
  public RecipeReader(DistributionProfiles profiles, Map<String, String> environment) {
    this.profiles = profiles;
    this.environment = environment;
  }

  /** The only image of a recipe. */
  public Recipe read(Path file) {
    return read(RecipeRequest.of(file));
  }

  /** The only image that is asked for. */
  public Recipe read(RecipeRequest request) {
    List<Recipe> recipes = readAll(request);
    if (recipes.size() > 1) {
      List<String> names = recipes.stream().map(recipe -> recipe.image().name()).toList();
      throw new Failure(
          ExitStatus.WRONG_USAGE,
          "cannot take one image of " + Printable.text(request.file().toString()),
          "its matrix has " + names.size() + ": " + String.join(", ", names),
          "choose one, for example with --cell release=trixie");
    }
    return recipes.get(0);
  }

  /** All images of a recipe: several when it has a matrix. */
  public List<Recipe> readAll(RecipeRequest request) {
    List<Recipe> recipes = new ArrayList<>();
    for (Composition composition : compositions(request)) {
      RecipePaths paths = new RecipePaths(composition.origins());
      recipes.add(recipe(paths, new Tables(composition.values()), request.mirror()));
    }
    return recipes;
  }

  /** What is strange about a recipe without mistakes, with its places: each thing once. */
  public List<String> warnings(RecipeRequest request) {
    List<Composition> compositions = compositions(request);
    Problems warnings = Problems.none(compositions.get(0).origins());
    for (Composition composition : compositions) {
      new RecipeAdvice(warnings.of(composition.origins()), environment)
          .check(new Tables(composition.values()));
    }
    return warnings.shown();
  }

  /**
   * What a recipe comes to, as TOML: a text for each image.
   *
   * @param withOrigins whether each value says where it was written
   */
  public List<String> effective(RecipeRequest request, boolean withOrigins) {
    List<String> texts = new ArrayList<>();
    for (Composition composition : compositions(request)) {
      Optional<Problems> places =
          withOrigins ? Optional.of(Problems.none(composition.origins())) : Optional.empty();
      texts.add(new EffectiveRecipe(composition, places).toml());
    }
    return texts;
  }

  /** Each of them is right, and so is each recipe that one of them builds on. */
  private List<Composition> compositions(RecipeRequest request) {
    List<Composition> compositions = composed(request);
    for (Composition composition : compositions) {
      if (new Tables(composition.values()).one(Table.IMAGE).containsKey(LanguageKeys.BASE.name())) {
        follow(request, compositions, new BaseChain());
        break;
      }
    }
    return compositions;
  }

  private void follow(RecipeRequest request, List<Composition> compositions, BaseChain chain) {
    chain.enter(request.file());
    // Cells of a matrix may build on the same, each on an image of its own.
    Map<Path, List<Composition>> bases = new HashMap<>();
    for (Composition composition : compositions) {
      Problems problems = Problems.none(composition.origins());
      Optional<Path> base = chain.next(composition, problems);
      problems.refuse();
      if (base.isPresent()) {
        RecipeRequest next = RecipeRequest.of(base.get());
        List<Composition> below = bases.computeIfAbsent(base.get(), file -> composed(next));
        new BaseRules(profiles, problems).check(composition, base.get(), below);
        problems.refuse();
        if (chain.isNew(base.get())) {
          follow(next, below, chain);
        }
      }
    }
    chain.leave();
  }

  private List<Composition> composed(RecipeRequest request) {
    Source source = new StarterRecipes(profiles).read(request.file());
    Map<String, Object> values = Toml.parse(source);
    Problems problems = new Problems(source);
    Optional<Composition> plain = Plain.of(source, values, request);
    List<Composition> compositions =
        plain.isPresent()
            ? List.of(plain.get())
            : composer().compose(source, values, request, problems);
    for (Composition composition : compositions) {
      check(composition, problems);
    }
    problems.refuse();
    return compositions;
  }

  private Composer composer() {
    return new Composer(new RecipeShape(), new RecipeWorld(profiles), environment);
  }

  private void check(Composition composition, Problems all) {
    Problems problems = all.of(composition.origins());
    RecipeCheck.ofWhole(problems).check(composition.values());
    new RecipeRules(new RecipePaths(composition.origins()), profiles, environment, problems)
        .check(new Tables(composition.values()));
    for (Unused unused : composition.unused()) {
      RecipeCheck.ofPart(all.of(unused.origins())).check(unused.values());
    }
  }

  private Recipe recipe(RecipePaths paths, Tables tables, Optional<URI> borrowed) {
    String name = Key.NAME.value(tables.one(Table.IMAGE));
    Map<String, ?> packages = tables.one(Table.PACKAGES);
    return new Recipe(
        image(paths, tables.one(Table.IMAGE), tables.one(Table.SYSTEM)),
        distribution(paths, tables, borrowed),
        new Recipe.Packages(
            Key.INSTALL.value(packages),
            Key.REMOVE.value(packages),
            Key.WEAK_DEPENDENCIES.value(packages),
            Key.DOCUMENTATION.value(packages),
            PackageFiles.of(paths, packages)),
        settings(paths, name, tables.one(Table.SYSTEM)),
        ServiceKeys.services(tables.one(Table.SERVICES)),
        SystemKeys.startup(tables.one(Table.SYSTEM)),
        UserKeys.settings(paths, tables),
        boot(tables.one(Table.BOOT)),
        OutputKeys.settings(paths, tables),
        ContentKeys.contents(paths, tables),
        tables.several(Table.SCRIPTS).stream().map(RecipeReader::script).toList(),
        BuildKeys.settings(paths, tables.one(Table.BUILD)));
  }

  private Recipe.Image image(RecipePaths paths, Map<String, ?> table, Map<String, ?> system) {
    return new Recipe.Image(
        Key.NAME.value(table),
        Key.VERSION.value(table),
        Key.OUTPUTS.value(table),
        Key.BOOTABLE.value(table),
        new Bases(paths, environment).of(table, system),
        ToolKeys.tools(paths, table));
  }

  private Recipe.Distribution distribution(
      RecipePaths paths, Tables tables, Optional<URI> borrowed) {
    Map<String, ?> table = tables.one(Table.DISTRIBUTION);
    DistributionProfile profile = profiles.find(Key.DISTRIBUTION.value(table)).orElseThrow();
    Optional<LocalDate> day = Key.SNAPSHOT.value(table);
    Snapshots snapshots = profile.snapshots();
    return new Recipe.Distribution(
        profile.name(),
        profile.release(Key.RELEASE.value(table)).orElseThrow().name(),
        Key.ARCHITECTURE
            .value(table)
            .orElseGet(() -> HostArchitecture.current().nameAmong(profile.architectures())),
        day.flatMap(then -> snapshots.of("archive", then)).or(() -> Key.MIRROR.value(table)),
        day.flatMap(then -> snapshots.of("security", then))
            .or(() -> Key.SECURITY_MIRROR.value(table)),
        borrowed,
        Key.COMPONENTS.value(table).orElse(profile.components()),
        Key.ACCEPT_EXPIRED.value(table) || day.isPresent(),
        RepositoryKeys.repositories(paths, tables.several(Table.REPOSITORIES)));
  }

  private static Recipe.Settings settings(RecipePaths paths, String name, Map<String, ?> table) {
    return new Recipe.Settings(
        Key.HOSTNAME.value(table).orElse(name),
        Key.TIMEZONE.value(table),
        Key.LOCALE.value(table),
        UserKeys.password(
            paths.directory(Key.ROOT_PASSWORD.place()), Key.ROOT_PASSWORD.value(table)));
  }

  private static Recipe.Boot boot(Map<String, ?> table) {
    return new Recipe.Boot(
        Key.BOOT_NETWORK.value(table),
        Key.BOOT_PUBLISH.value(table),
        Key.BOOT_ZONE.value(table),
        Key.BOOT_DNS.value(table),
        Key.BOOT_ADDRESS.value(table));
  }

  private static Script script(Map<String, ?> table) {
    return new Script(
        Key.SCRIPT_PHASE.value(table),
        Key.SCRIPT_PLACE.value(table),
        Key.SCRIPT_RUN.value(table),
        Key.SCRIPT_NETWORK.value(table),
        Key.SCRIPT_LIMIT.value(table));
  }
}
