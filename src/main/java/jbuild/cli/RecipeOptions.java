package jbuild.cli;

import java.net.URI;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import jbuild.builder.repository.Mirrors;
import jbuild.runner.ExitStatus;
import jbuild.runner.Failure;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Model.OptionSpec;

/** The options that change recipes, the same in every verb that takes some. */
final class RecipeOptions {
  private final OptionSpec profiles =
      option("--profile", "NAME", "Add a profile to those of the recipe; may be repeated.");
  private final OptionSpec settings =
      option("--set", "KEY=VALUE", "Set a key of the recipe, for example image.version=2.");
  private final OptionSpec cells =
      option(
          "--cell",
          "AXIS=WORD",
          "Of a matrix only such images, for example release=trixie,profile=debug.");

  private final OptionSpec tools =
      option(
          "--tools",
          "TOOLS",
          "Whose programs build images: host, auto, a directory or a recipe; sets image.tools.");
  private final OptionSpec mirror =
      OptionSpec.builder("--mirror")
          .type(String.class)
          .paramLabel("ADDRESS")
          .arity("1")
          .description(
              "Take packages from this mirror where the recipe names none; images are not told.")
          .build();

  private static OptionSpec option(String name, String label, String description) {
    return OptionSpec.builder(name)
        .type(List.class)
        .auxiliaryTypes(String.class)
        .paramLabel(label)
        .arity("1")
        .description(description)
        .build();
  }

  void addTo(CommandSpec verb) {
    verb.addOption(profiles);
    verb.addOption(settings);
    verb.addOption(cells);
    verb.addOption(tools);
    verb.addOption(mirror);
  }

  RecipeChanges changes() {
    List<String> all = new ArrayList<>(words(settings));
    words(tools).forEach(word -> all.add("image.tools=" + word));
    return new RecipeChanges(words(profiles), all, words(cells), address());
  }

  private Optional<URI> address() {
    String text = mirror.getValue();
    if (text == null) {
      return Optional.empty();
    }
    return Optional.of(
        Mirrors.parse(text)
            .orElseThrow(
                () ->
                    new Failure(
                        ExitStatus.WRONG_USAGE,
                        "cannot use --mirror=" + Mirrors.shown(text),
                        "it is not the address of a mirror",
                        "write an http://, https:// or file:/// address")));
  }

  private static List<String> words(OptionSpec option) {
    List<String> words = option.getValue();
    return words == null ? List.of() : words;
  }
}
