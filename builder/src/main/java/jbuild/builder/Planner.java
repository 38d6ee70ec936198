package jbuild.builder;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import jbuild.builder.disk.boot.BootSteps;
import jbuild.builder.output.LayerMark;
import jbuild.builder.output.Outputs;
import jbuild.builder.plan.BuildPlan;
import jbuild.builder.plan.Online;
import jbuild.builder.plan.Step;
import jbuild.builder.processor.ForeignPrograms;
import jbuild.builder.recipe.Contents;
import jbuild.builder.recipe.Phase;
import jbuild.builder.recipe.Recipe;
import jbuild.builder.recipe.Script;
import jbuild.builder.sources.SourceBuild;
import jbuild.builder.steps.AddUsers;
import jbuild.builder.steps.Clean;
import jbuild.builder.steps.CopyTree;
import jbuild.builder.steps.FetchFile;
import jbuild.builder.steps.LabelFiles;
import jbuild.builder.steps.RemoveDocumentation;
import jbuild.builder.steps.RemoveFiles;
import jbuild.builder.steps.RunScript;
import jbuild.builder.steps.SetHostname;
import jbuild.builder.steps.SetImageVersion;
import jbuild.builder.steps.SetKeymap;
import jbuild.builder.steps.SetLocale;
import jbuild.builder.steps.SetNetwork;
import jbuild.builder.steps.SetRootPassword;
import jbuild.builder.steps.SetServices;
import jbuild.builder.steps.SetTimezone;
import jbuild.builder.steps.WriteFiles;
import jbuild.builder.toolset.Toolset;

/** Decides which steps a recipe needs. Read this list first: it is the builder's contents page. */
final class Planner {
  private final Installer installer;
  private final Map<String, String> environment;

  /**
   * @param environment where passwords may be, and proxies
   */
  Planner(Installer installer, Map<String, String> environment) {
    this.installer = installer;
    this.environment = Map.copyOf(environment);
  }

  /**
   * @param key stands for all that the build depends on
   */
  BuildPlan planFor(Recipe recipe, Path outputDirectory, BuildKey key) {
    return planFor(recipe, outputDirectory, key, List.of(), Optional.empty());
  }

  /**
   * @param key stands for all that the build depends on
   * @param base the steps that begin it with another image, when it is built on one
   * @param built what the recipe builds from sources
   */
  BuildPlan planFor(
      Recipe recipe,
      Path outputDirectory,
      BuildKey key,
      List<Step> base,
      Optional<SourceBuild> built) {
    requireItsPrograms(recipe);
    Recipe.Image image = recipe.image();
    Installer.Ground ground = base.isEmpty() ? Installer.Ground.NOTHING : Installer.Ground.SYSTEM;
    Installer.Installation installation =
        installer.installation(recipe, WantedPackages.neededBySettings(recipe), ground);
    List<Step> steps = new ArrayList<>(Outputs.checks(recipe));
    steps.addAll(base);
    steps.addAll(scripts(recipe, Phase.BEFORE_BOOTSTRAP));
    steps.addAll(installation.base());
    installation.tools().fetching(lateTools(recipe)).ifPresent(steps::add);
    steps.addAll(scripts(recipe, Phase.AFTER_BOOTSTRAP));
    Outputs.endOfLayer(recipe, LayerMark.BASE).ifPresent(steps::add);
    steps.addAll(installation.packages());
    steps.addAll(scripts(recipe, Phase.AFTER_PACKAGES));
    built.ifPresent(build -> steps.addAll(build.steps(this::additions, new Online(environment))));
    Outputs.endOfLayer(recipe, LayerMark.PACKAGES).ifPresent(steps::add);
    steps.add(new SetHostname(recipe.system().hostname()));
    if (isDecided(recipe, Recipe.Setting.TIMEZONE)) {
      steps.add(new SetTimezone(recipe.system().timezone()));
    }
    if (isDecided(recipe, Recipe.Setting.LOCALE)) {
      steps.add(new SetLocale(recipe.system().locale()));
    }
    recipe.startup().keymap().ifPresent(keymap -> steps.add(new SetKeymap(keymap)));
    if (isDecided(recipe, Recipe.Setting.ROOT_PASSWORD)) {
      steps.add(new SetRootPassword(recipe.system().rootPassword(), environment));
    }
    if (!recipe.users().areNone()) {
      steps.add(new AddUsers(recipe.users(), environment));
    }
    Contents contents = recipe.contents();
    contents.trees().forEach(tree -> steps.add(new CopyTree(tree)));
    contents.downloads().forEach(file -> steps.add(new FetchFile(file, environment)));
    if (!contents.files().isEmpty()) {
      steps.add(new WriteFiles(contents.files()));
    }
    if (recipe.startup().dhcp()) {
      steps.add(new SetNetwork());
    }
    if (!recipe.services().areNone()) {
      steps.add(new SetServices(recipe.services()));
    }
    steps.addAll(scripts(recipe, Phase.LAST));
    image.version().ifPresent(text -> steps.add(new SetImageVersion(image.name(), text)));
    steps.addAll(BootSteps.of(recipe.outputs().disk()));
    steps.add(new Clean(contents.paths(), recipe.startup()));
    if (!recipe.packages().documentation()) {
      steps.add(new RemoveDocumentation());
    }
    if (!contents.removals().isEmpty()) {
      steps.add(new RemoveFiles(contents.removals()));
    }
    if (LabelFiles.areWanted(recipe, installation.policies())) {
      steps.add(new LabelFiles(recipe.startup().selinux(), installation.tools()));
    }
    boolean noted = steps.stream().anyMatch(step -> !step.notes().isEmpty());
    steps.addAll(Outputs.steps(recipe, outputDirectory, key.digest(), installation.tools(), noted));
    return new BuildPlan(steps);
  }

  private static boolean isDecided(Recipe recipe, Recipe.Setting setting) {
    return recipe.image().base().filter(base -> base.decides().contains(setting)).isEmpty();
  }

  /** The steps that install packages on a system that is there. */
  private List<Step> additions(Recipe recipe) {
    Installer.Installation added =
        installer.installation(recipe, List.of(), Installer.Ground.SYSTEM);
    return Stream.concat(added.base().stream(), added.packages().stream()).toList();
  }

  /** The programs of steps at the end, which are looked for before the long ones. */
  private static Set<Toolset> lateTools(Recipe recipe) {
    Set<Toolset> tools = EnumSet.noneOf(Toolset.class);
    tools.addAll(Outputs.tools(recipe));
    tools.addAll(LabelFiles.tools(recipe));
    return tools;
  }

  private List<Step> scripts(Recipe recipe, Phase phase) {
    List<Script> scripts = recipe.scripts();
    return IntStream.range(0, scripts.size())
        .filter(i -> scripts.get(i).phase() == phase)
        .<Step>mapToObj(i -> new RunScript(i + 1, scripts.get(i), environment))
        .toList();
  }

  /** Packages bring programs that are run while they are installed. */
  private static void requireItsPrograms(Recipe recipe) {
    ForeignPrograms.objectionOfHost(recipe.image().name(), recipe.distribution().architecture())
        .ifPresent(
            failure -> {
              throw failure;
            });
  }
}
