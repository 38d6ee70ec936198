package jbuild.builder;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import jbuild.builder.distribution.DistributionProfiles;
import jbuild.builder.plan.Step;
import jbuild.builder.plan.Workspace;
import jbuild.builder.processor.HostArchitecture;
import jbuild.builder.recipe.Contents;
import jbuild.builder.recipe.ImageFile;
import jbuild.builder.recipe.OutputFormat;
import jbuild.builder.recipe.OutputSettings;
import jbuild.builder.recipe.Owner;
import jbuild.builder.recipe.Password;
import jbuild.builder.recipe.Phase;
import jbuild.builder.recipe.Recipe;
import jbuild.builder.recipe.RecipeReader;
import jbuild.builder.recipe.Script;
import jbuild.builder.recipe.ScriptPlace;
import jbuild.builder.recipe.Startup;
import jbuild.builder.recipe.UserSettings;
import jbuild.builder.toolset.NoPackages;
import jbuild.builder.toolset.Toolsets;
import jbuild.runner.ExitStatus;
import jbuild.runner.Failure;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class PlannerTest {
  private static final Recipe.Settings PLAIN =
      new Recipe.Settings("web", "UTC", "C.UTF-8", new Password.Locked());
  private static final Recipe.Settings GERMAN =
      new Recipe.Settings("web", "Europe/Berlin", "de_DE.UTF-8", new Password.Empty());
  private static final Recipe.Services NO_SERVICES =
      new Recipe.Services(List.of(), List.of(), List.of());

  @TempDir Path directory;

  @Test
  void aPlainRecipeNeedsOnlyTheStepsOfEveryImage() {
    assertEquals(
        List.of(
            "bootstrap",
            "install []",
            "set the host name to web",
            "set the time zone to UTC",
            "set the locale to C.UTF-8",
            "set the root password",
            "clean up",
            "make directory web",
            "note what was built",
            "publish web"),
        steps(
            recipe(
                Optional.empty(),
                List.of(OutputFormat.DIRECTORY),
                PLAIN,
                NO_SERVICES,
                List.of(),
                List.of())));
  }

  @Test
  void everyWishOfARecipeHasItsStepAndItsPlace() {
    assertEquals(
        List.of(
            "bootstrap",
            "run script 2 (after-bootstrap)",
            "install [tzdata]",
            "run script 3 (after-packages)",
            "set the host name to web",
            "set the time zone to Europe/Berlin",
            "set the locale to de_DE.UTF-8",
            "set the root password",
            "write /etc/motd",
            "enable ssh.service",
            "run script 1 (last)",
            "set the image version to 2026.11",
            "clean up",
            "write web.tar.zst",
            "add up checksums",
            "make directory web",
            "note what was built",
            "publish web.tar.zst, web"),
        steps(
            recipe(
                Optional.of("2026.11"),
                List.of(OutputFormat.TAR_ZST, OutputFormat.DIRECTORY),
                GERMAN,
                new Recipe.Services(List.of("ssh.service"), List.of(), List.of()),
                List.of(
                    new ImageFile(
                        "/etc/motd", new ImageFile.Content.Text("hello"), 0644, Owner.ROOT)),
                List.of(
                    script(Phase.LAST),
                    script(Phase.AFTER_BOOTSTRAP),
                    script(Phase.AFTER_PACKAGES)))));
  }

  @Test
  void theInitrdOfADiskIsMadeWhenNothingElseChangesTheImage() throws Exception {
    Path file = directory.resolve("recipe.toml");
    Files.writeString(
        file,
        """
        image = {name = "web", outputs = ["raw"]}
        distribution = {name = "debian", release = "trixie"}
        disk.bootable = true
        disk.partitions = [{use = "var"}]
        [[scripts]]
        phase = "last"
        run = "true"
        """);

    List<String> steps = steps(new RecipeReader(new DistributionProfiles()).read(file));

    int clean = steps.indexOf("clean up");
    assertEquals(
        List.of("run script 1 (last)", "make the initrd"), steps.subList(clean - 2, clean));
  }

  @Test
  void anImageForOtherMachinesCannotBeBuiltHere() {
    Recipe recipe =
        new Recipe(
            image(Optional.empty(), List.of(OutputFormat.TAR)),
            distribution("pdp11"),
            new Recipe.Packages(List.of(), List.of()),
            PLAIN,
            NO_SERVICES,
            Startup.STANDARD,
            UserSettings.NONE,
            Recipe.Boot.STANDARD,
            OutputSettings.STANDARD,
            Contents.NONE,
            List.of());

    Failure failure = assertThrows(Failure.class, () -> steps(recipe));

    assertEquals("cannot build web for pdp11", failure.what());
    assertEquals(ExitStatus.HOST_CANNOT, failure.status());
  }

  private static List<String> steps(Recipe recipe) {
    return new Planner(PlannerTest::named, Map.of())
        .planFor(recipe, Path.of("/out"), new BuildKey("key")).steps().stream()
            .map(Step::name)
            .toList();
  }

  private static Recipe recipe(
      Optional<String> version,
      List<OutputFormat> outputs,
      Recipe.Settings settings,
      Recipe.Services services,
      List<ImageFile> files,
      List<Script> scripts) {
    return new Recipe(
        image(version, outputs),
        distribution(HostArchitecture.current().names().get(0)),
        new Recipe.Packages(List.of(), List.of()),
        settings,
        services,
        Startup.STANDARD,
        UserSettings.NONE,
        Recipe.Boot.STANDARD,
        OutputSettings.STANDARD,
        Contents.of(files),
        scripts);
  }

  private static Recipe.Image image(Optional<String> version, List<OutputFormat> outputs) {
    return new Recipe.Image("web", version, outputs, true);
  }

  private static Recipe.Distribution distribution(String architecture) {
    return new Recipe.Distribution(
        "debian",
        "trixie",
        architecture,
        Optional.empty(),
        Optional.empty(),
        List.of("main"),
        false);
  }

  private static Script script(Phase phase) {
    return new Script(phase, ScriptPlace.IMAGE, "true", false, Duration.ofMinutes(1));
  }

  private static Installer.Installation named(
      Recipe recipe, List<String> more, Installer.Ground ground) {
    return new Installer.Installation(
        List.of(new NamedStep("bootstrap")),
        List.of(new NamedStep("install " + more)),
        Toolsets.of(new NoPackages()));
  }

  /** A step of which only the name matters. */
  private record NamedStep(String name) implements Step {
    @Override
    public void run(Workspace workspace) {
      throw new IllegalStateException("only planned");
    }
  }
}
