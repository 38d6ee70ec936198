package jbuild.builder;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import java.util.stream.Stream;
import jbuild.builder.distribution.DistributionProfile;
import jbuild.builder.distribution.DistributionProfiles;
import jbuild.builder.output.BootSettings;
import jbuild.builder.output.LatestLink;
import jbuild.builder.output.Manifest;
import jbuild.builder.output.OutputDirectory;
import jbuild.builder.output.Outputs;
import jbuild.builder.output.Stamp;
import jbuild.builder.output.SubvolumeOutput;
import jbuild.builder.plan.BuildPlan;
import jbuild.builder.plan.Progress;
import jbuild.builder.plan.SharedTrees;
import jbuild.builder.plan.Workspace;
import jbuild.builder.recipe.OutputFormat;
import jbuild.builder.recipe.Phase;
import jbuild.builder.recipe.Recipe;
import jbuild.builder.recipe.RecipeReader;
import jbuild.builder.sources.BuildInputs;
import jbuild.builder.sources.SourceBuild;
import jbuild.builder.toolset.ToolChoice;
import jbuild.runner.ExitStatus;
import jbuild.runner.Failure;
import jbuild.runner.Reasons;
import jbuild.runner.image.WorkDirectory;
import jbuild.runner.machine.RequiredPrivilege;

/** Builds images: all outputs of a recipe appear at the end, or none and the old ones stay. */
public final class ImageBuilder {
  private final Path cache;
  private final Sandboxes sandboxes;
  private final Progress progress;
  private final Optional<Invoker> invoker;
  private final Map<String, String> environment;
  private final DistributionProfiles profiles;
  private final Function<ToolChoice, Installer> installers;
  private final Optional<SharedTrees> shared;
  private final List<Path> outer;

  /**
   * @param cache shared with other builds
   * @param environment says who typed sudo, and where proxies and programs of the host are
   */
  public ImageBuilder(
      Path cache,
      Sandboxes sandboxes,
      Progress progress,
      Map<String, String> environment,
      DistributionProfiles profiles) {
    this(
        cache,
        sandboxes,
        progress,
        Invoker.in(environment),
        environment,
        profiles,
        tools -> new PackageTools(profiles, environment, tools),
        Optional.empty());
  }

  ImageBuilder(
      Path cache,
      Sandboxes sandboxes,
      Progress progress,
      Optional<Invoker> invoker,
      Map<String, String> environment,
      DistributionProfiles profiles,
      Function<ToolChoice, Installer> installers,
      Optional<SharedTrees> shared) {
    this(cache, sandboxes, progress, invoker, environment, profiles, installers, shared, List.of());
  }

  /**
   * @param outer output directories of the builds that this one is a part of
   */
  private ImageBuilder(
      Path cache,
      Sandboxes sandboxes,
      Progress progress,
      Optional<Invoker> invoker,
      Map<String, String> environment,
      DistributionProfiles profiles,
      Function<ToolChoice, Installer> installers,
      Optional<SharedTrees> shared,
      List<Path> outer) {
    this.cache = cache;
    this.sandboxes = sandboxes;
    this.progress = progress;
    this.invoker = invoker;
    this.environment = Map.copyOf(environment);
    this.profiles = profiles;
    this.installers = installers;
    this.shared = shared;
    this.outer = List.copyOf(outer);
  }

  /** The same builder, which takes from others what they make too. */
  public ImageBuilder sharing(SharedTrees trees) {
    return together(Optional.of(trees));
  }

  private ImageBuilder together(Optional<SharedTrees> trees) {
    return new ImageBuilder(
        cache,
        sandboxes,
        progress,
        invoker,
        environment,
        profiles,
        installers.andThen(Installer::forSeveral),
        trees,
        outer);
  }

  /** What a build makes that others may want too. */
  public List<String> products(Recipe recipe, Path outputDirectory) {
    try {
      return isShareable(recipe)
          ? together(shared)
              .plan(recipe, outputDirectory, new BuildKey(""), Optional.empty())
              .products()
          : List.of();
    } catch (Failure failure) {
      // Its build will say so, and others are not to wait for it.
      return List.of();
    }
  }

  /** What a script has put into the root before is in no other image. */
  private static boolean isShareable(Recipe recipe) {
    return recipe.image().base().isEmpty()
        && recipe.scripts().stream().noneMatch(each -> each.phase() == Phase.BEFORE_BOOTSTRAP);
  }

  /** Returns the paths of the outputs, in the order of the recipe. */
  public List<Path> build(Recipe recipe, Path outputDirectory) {
    RequiredPrivilege.check("cannot build " + recipe.image().name());
    Path directory = outputDirectory.toAbsolutePath().normalize();
    BuildPlan alone = plan(recipe, directory);
    BuildPlan plan = shared.filter(trees -> isShareable(recipe)).map(alone::sharing).orElse(alone);
    return build(plan, recipe, directory).stream()
        .map(path -> outputDirectory.resolve(path.getFileName()))
        .toList();
  }

  /** What {@link #build} does. */
  public BuildPlan plan(Recipe recipe, Path outputDirectory) {
    Optional<BuildInputs> inputs = inputs(recipe, outputDirectory);
    return plan(recipe, outputDirectory, key(recipe, outputDirectory, inputs), inputs);
  }

  private BuildPlan plan(
      Recipe recipe, Path outputDirectory, BuildKey key, Optional<BuildInputs> inputs) {
    ChosenTools tools =
        ChosenTools.of(recipe, outputDirectory, profiles, environment, this::showing);
    Planner planner = new Planner(installers.apply(tools.choice()), environment);
    return tools.before(
        planner.planFor(
            recipe,
            outputDirectory,
            key,
            bases(outputDirectory).steps(recipe),
            inputs.map(
                known ->
                    SourceBuild.of(
                        recipe,
                        known,
                        cache,
                        () -> inputs(recipe, outputDirectory).orElseThrow()))));
  }

  /** The same, which tells somebody else, and shares nothing. */
  private ImageBuilder showing(Progress other) {
    return new ImageBuilder(
        cache,
        sandboxes,
        other,
        invoker,
        environment,
        profiles,
        installers,
        Optional.empty(),
        outer);
  }

  /** Whether the outputs are there and nothing that they are made from has changed since. */
  public boolean isCurrent(Recipe recipe, Path outputDirectory) {
    return BuildRecord.of(recipe, outputDirectory)
        .isOf(key(recipe, outputDirectory, inputs(recipe, outputDirectory)));
  }

  /** Stands for all that an image is made of that becomes a tree and nothing else. */
  String digest(Recipe recipe) {
    return key(recipe, cache, inputs(recipe, cache)).digest();
  }

  /** Writes beside the image how its machine starts: that may change without a new image. */
  public void describe(Recipe recipe, Path outputDirectory) {
    BootSettings.update(recipe, outputDirectory);
  }

  /** Makes a built image the one that was built last, whatever else was built meanwhile. */
  public void markLatest(Recipe recipe, Path outputDirectory) {
    LatestLink link = LatestLink.in(outputDirectory.toAbsolutePath().normalize());
    handOver(link.to(Outputs.latest(recipe)));
  }

  /** What the tools said during the last build of the image, whether it succeeded or not. */
  public Path log(Recipe recipe, Path outputDirectory) {
    return outputDirectory.resolve(recipe.image().name() + ".log");
  }

  private BuildKey key(Recipe recipe, Path outputDirectory, Optional<BuildInputs> inputs) {
    return BuildKey.of(
        recipe,
        profile(recipe),
        secrets(),
        Stream.concat(
                inputs.map(BuildInputs::key).stream(),
                bases(outputDirectory).identity(recipe).stream())
            .toList());
  }

  private Secrets secrets() {
    return new Secrets(new SecretSeal(cache), environment);
  }

  /** What images are built on; it is in the cache, and nobody's. */
  private BuildBases bases(Path outputDirectory) {
    return new BuildBases(
        cache,
        new BaseRecipes(new RecipeReader(profiles, environment)),
        profiles,
        nested ->
            new ImageBuilder(
                cache,
                sandboxes,
                nested,
                Optional.empty(),
                environment,
                profiles,
                installers,
                Optional.empty(),
                Stream.concat(outer.stream(), Stream.of(outputDirectory)).toList()));
  }

  private DistributionProfile profile(Recipe recipe) {
    return profiles.find(recipe.distribution().name()).orElseThrow();
  }

  private Optional<BuildInputs> inputs(Recipe recipe, Path outputDirectory) {
    if (recipe.build().isEmpty()) {
      return Optional.empty();
    }
    DistributionProfile profile = profile(recipe);
    String system =
        secrets().sealed(BuildKey.textOf(profile))
            + bases(outputDirectory).identity(recipe).orElse("");
    String installed = WantedPackages.of(recipe, profile).toString();
    String fixes = PackageTools.fixes(recipe, profile).toString();
    return Optional.of(
        BuildInputs.of(recipe, system, installed + fixes, madeFiles(outputDirectory)));
  }

  /** What changes with each build, wherever sources are. */
  private List<Path> madeFiles(Path outputDirectory) {
    List<Path> made = new ArrayList<>();
    made.add(cache);
    for (Path outputs : Stream.concat(outer.stream(), Stream.of(outputDirectory)).toList()) {
      made.add(outputs);
      // Those count too that lie directly among the sources.
      made.addAll(BuildRecord.filesIn(outputs));
    }
    return made;
  }

  List<Path> build(BuildPlan plan, Recipe recipe, Path directory) {
    BuildRecord record = BuildRecord.of(recipe, directory);
    record.protectOthers();
    Outputs.checkFree(recipe, directory);
    make(directory);
    Path log = log(recipe, directory);
    try (WorkDirectory work = WorkDirectory.in(directory)) {
      boolean subvolume = recipe.image().outputs().contains(OutputFormat.SUBVOLUME);
      SubvolumeOutput.prepare(Workspace.root(work.path()), subvolume);
      run(plan, work, log);
    }
    record.outputs().stream()
        .filter(path -> !Files.isDirectory(path, LinkOption.NOFOLLOW_LINKS))
        .forEach(this::handOver);
    Outputs.beside(directory).forEach(this::handOver);
    finishManifest(plan, directory.resolve(Manifest.fileName(recipe.image().name())));
    handOver(record.file());
    handOver(directory.resolve(Stamp.LATEST));
    BootSettings.update(recipe, directory);
    return record.outputs();
  }

  /** One of an earlier build would be about another image. */
  private void finishManifest(BuildPlan plan, Path file) {
    try {
      if (plan.steps().stream().allMatch(step -> step.notes().isEmpty())) {
        Files.deleteIfExists(file);
      } else {
        handOver(file);
      }
    } catch (IOException e) {
      throw failure("cannot remove " + file, e);
    }
  }

  private void run(BuildPlan plan, WorkDirectory work, Path log) {
    try {
      runLogged(plan, work, log);
    } catch (Failure failure) {
      if (work.isEnding()) {
        throw new Failure(
            ExitStatus.INTERRUPTED,
            "the build did not end",
            "jbuild was told to end before",
            "build again; what was there before is still there");
      }
      throw failure;
    }
  }

  private void runLogged(BuildPlan plan, WorkDirectory work, Path log) {
    Path file = work.path().resolve("log");
    try (BuildLog building = BuildLog.in(file)) {
      plan.run(
          new Workspace(
              work.path(),
              cache,
              sandboxes.logging(log, building::add),
              building.around(progress),
              work::show));
    } catch (Failure failure) {
      throw naming(log, FullDisk.explained(log.getParent(), failure));
    } finally {
      publish(file, log);
    }
  }

  private static Failure naming(Path log, Failure failure) {
    return failure.fix().contains(log.toString())
        ? failure
        : new Failure(
            failure.status(),
            failure.what(),
            failure.why(),
            failure.fix() + "; the full log is " + log,
            failure.details(),
            failure);
  }

  private void publish(Path file, Path log) {
    try {
      Files.move(file, log, StandardCopyOption.ATOMIC_MOVE);
      handOver(log);
    } catch (IOException e) {
      throw failure("cannot write " + log, e);
    }
  }

  private void make(Path directory) {
    if (!Files.isDirectory(directory)) {
      OutputDirectory.make(directory);
      handOver(directory);
    }
  }

  private void handOver(Path path) {
    invoker.ifPresent(person -> person.own(path));
  }

  private static Failure failure(String what, IOException e) {
    return new Failure(
        ExitStatus.FAILED,
        what,
        Reasons.of(e),
        "make room there, or choose another directory with --output-dir");
  }
}
