package jbuild.builder;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import jbuild.builder.distribution.DistributionProfiles;
import jbuild.builder.plan.Progress;
import jbuild.builder.plan.Step;
import jbuild.builder.plan.Workspace;
import jbuild.builder.recipe.Recipe;
import jbuild.builder.recipe.RecipeReader;
import jbuild.builder.toolset.NoPackages;
import jbuild.builder.toolset.Toolset;
import jbuild.builder.toolset.Toolsets;
import jbuild.runner.ExitStatus;
import jbuild.runner.Failure;
import jbuild.runner.image.ImageTree;
import jbuild.runner.image.Trees;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Real recipes and trees; in place of a distribution there is a program. */
@Tag("root")
class ChosenToolsTest {
  @TempDir Path directory;
  private final List<String> built = new ArrayList<>();

  /** JUnit complains of links in what it removes. */
  @AfterEach
  void removeImages() {
    if (Files.exists(directory.resolve("out"))) {
      Trees.remove(directory.resolve("out"));
    }
  }

  @Test
  void toolsWithARecipeAreBuiltBeforeTheyAreNeededAndOnlyOnce() throws IOException {
    recipe("tools", "auto");
    recipe("web", "tools.toml");
    recipe("mail", "tools.toml");

    build("web");
    build("mail");

    assertEquals(List.of("tools", "web", "mail"), built);
    assertTrue(Files.exists(directory.resolve("out/tools/usr/bin/dnf5")));
    assertEquals(
        "build the tools tools",
        builder().plan(read("web"), directory.resolve("out")).steps().get(0).name());
  }

  @Test
  void toolsAreThoseOfAnyDirectory() throws IOException {
    recipe("tools", "auto");
    build("tools");
    recipe("web", "out/tools");

    build("web");

    assertEquals(List.of("tools", "web"), built);
  }

  @Test
  void aDirectoryWithoutTheProgramsSaysWhichIsMissing() throws IOException {
    Path tree = directory.resolve("small");
    Files.createDirectories(tree.resolve("usr"));
    recipe("web", "small");

    Failure failure = assertThrows(Failure.class, () -> build("web"));

    assertEquals(ExitStatus.HOST_CANNOT, failure.status());
    assertTrue(failure.what().endsWith(": cannot build with the tools of " + tree), failure.what());
    assertEquals("it has no dnf or dnf5", failure.why());
  }

  @Test
  void toolsThatAreBuiltWithEachOtherAreRefused() throws IOException {
    recipe("tools", "others.toml");
    recipe("others", "tools.toml");
    recipe("web", "tools.toml");

    Failure failure = assertThrows(Failure.class, () -> build("web"));

    assertEquals(ExitStatus.WRONG_USAGE, failure.status());
    assertEquals(
        "they are built with each other: tools.toml -> others.toml -> tools.toml", failure.why());
  }

  @Test
  void toolsThatAreBuiltOnWhatTheyBuildAreRefused() throws IOException {
    recipe("base", "tools.toml");
    recipe("tools", "auto\"\nbase = \"base.toml");

    Failure failure = assertThrows(Failure.class, () -> build("tools"));

    assertEquals(ExitStatus.WRONG_USAGE, failure.status());
    assertEquals(
        "they are built with each other: base.toml -> tools.toml -> base.toml", failure.why());
    assertEquals(List.of(), built);
  }

  @Test
  void aFileIsNoPlaceForPrograms() throws IOException {
    Files.writeString(directory.resolve("tools.tar"), "");
    recipe("web", "tools.tar");

    Failure failure = assertThrows(Failure.class, () -> build("web"));

    assertTrue(
        failure
            .details()
            .get(0)
            .contains(":3:1: cannot use the tools of \"tools.tar\": it is no directory\n"),
        failure.details().toString());
  }

  private void recipe(String name, String tools) throws IOException {
    Files.writeString(
        directory.resolve(name + ".toml"),
        """
        [image]
        name = "%s"
        tools = "%s"
        [distribution]
        name = "debian"
        release = "trixie"
        """
            .formatted(name, tools));
  }

  private Recipe read(String name) {
    return new RecipeReader(new DistributionProfiles(), Map.of())
        .read(directory.resolve(name + ".toml"));
  }

  private void build(String name) {
    builder().build(read(name), directory.resolve("out"));
  }

  private ImageBuilder builder() {
    return new ImageBuilder(
        directory.resolve("cache"),
        (log, logged) -> (command, lines) -> {},
        Progress.SILENT,
        Optional.empty(),
        Map.of(),
        new DistributionProfiles(),
        choice ->
            (recipe, more, ground) -> {
              Toolsets tools = choice.with(new NoPackages());
              List<Step> base = new ArrayList<>();
              if (!recipe.image().name().equals("tools")) {
                tools.fetching(List.of(Toolset.DNF)).ifPresent(base::add);
              }
              base.add(new Installing(recipe.image().name()));
              return new Installer.Installation(base, List.of(), tools);
            },
        Optional.empty());
  }

  /** Makes a system that has the programs, if it is that of the tools. */
  private final class Installing implements Step {
    private final String image;

    Installing(String image) {
      this.image = image;
    }

    @Override
    public String name() {
      return "install " + image;
    }

    @Override
    public void run(Workspace workspace) {
      built.add(image);
      workspace.root().toFile().mkdir();
      try (ImageTree tree = ImageTree.open(workspace.root())) {
        tree.directory("/etc", 0755, 0, 0);
        tree.directory("/usr", 0755, 0, 0);
        tree.directory("/usr/bin", 0755, 0, 0);
        tree.write("/etc/passwd", "root:x:0:0::/:/bin/sh\n".getBytes(US_ASCII), 0644, 0, 0);
        tree.write("/etc/shadow", "root:*:1::::::\n".getBytes(US_ASCII), 0640, 0, 0);
        for (String program : List.of("dnf5", "rpm", "gpg", "sh", "mount")) {
          tree.write("/usr/bin/" + program, new byte[0], 0755, 0, 0);
        }
      }
    }
  }
}
