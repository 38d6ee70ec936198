package jbuild.builder.recipe;

import java.util.List;
import java.util.Optional;
import jbuild.builder.processor.HostArchitecture;

/** Recipes of which only a part matters. */
public final class SampleRecipe {
  private SampleRecipe() {}

  /** One that says nothing but the name and the outputs. */
  public static Recipe of(String name, OutputFormat... outputs) {
    return new Recipe(
        new Recipe.Image(name, Optional.empty(), List.of(outputs), true),
        new Recipe.Distribution(
            "debian",
            "trixie",
            HostArchitecture.current().names().get(0),
            Optional.empty(),
            Optional.empty(),
            List.of("main"),
            false),
        new Recipe.Packages(List.of(), List.of()),
        new Recipe.Settings("web", "UTC", "C.UTF-8", new Password.Locked()),
        new Recipe.Services(List.of(), List.of(), List.of()),
        Startup.STANDARD,
        UserSettings.NONE,
        Recipe.Boot.STANDARD,
        OutputSettings.STANDARD,
        Contents.NONE,
        List.of());
  }
}
