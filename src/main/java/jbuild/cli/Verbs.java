package jbuild.cli;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Supplier;
import java.util.stream.Stream;
import jbuild.builder.recipe.KeyWords;
import jbuild.builder.recipe.RecipeReader;
import jbuild.builder.recipe.RecipeSchema;
import jbuild.builder.recipe.StarterRecipes;
import jbuild.cli.store.Entry;
import jbuild.cli.store.OriginalCommand;
import jbuild.cli.store.StoreHost;
import jbuild.cli.store.StoreVerbs;
import jbuild.runner.doctor.Finding;
import jbuild.runner.machine.RuntimeDirectory;
import picocli.CommandLine.Model.CommandSpec;

/** The verbs. Only those that were typed are made: to look at each class would cost time. */
final class Verbs {
  private static final List<String> OWN =
      List.of(
          "build",
          "boot",
          "run",
          NspawnCommand.NAME,
          "check",
          "plan",
          "recipe",
          "explain",
          "schema",
          "init",
          "rollback",
          "status",
          "doctor",
          "man",
          "completion");

  /** Those of other programs, read by other parsers than ours. */
  static final List<String> ORIGINALS =
      List.of(OriginalCommand.MACHINECTL, OriginalCommand.IMPORTCTL);

  private static final Set<String> LISTING = Set.of("-h", "--help", "man", "completion");

  /** Those that work whatever is wrong with the images; "pool" says what it is. */
  private static final Set<String> WITHOUT_IMAGES =
      Set.of(
          "check",
          "plan",
          "recipe",
          "explain",
          "schema",
          "init",
          "status",
          "doctor",
          "man",
          "completion",
          "pool");

  private static final Set<String> TEXTS = Set.of("-h", "--help", "-V", "--version");

  /** A verb by its name. */
  record Verb(String name, CommandSpec spec) {}

  private final Map<String, Supplier<CommandSpec>> makers = new LinkedHashMap<>();
  private final Words typed;

  Verbs(
      Words typed,
      RecipeReader recipes,
      StarterRecipes starterRecipes,
      RecipeSchema schema,
      Supplier<CheckCommand> check,
      Supplier<KeyWords> words,
      Builds builds,
      Starters starters,
      Supplier<Stream<Finding>> examination,
      Supplier<StoreHost> store) {
    this.typed = typed;
    List<String> payload = typed.payload();
    makers.put("build", () -> new BuildCommand(recipes, starterRecipes, builds).spec());
    makers.put(Starters.BOOT, () -> StartCommand.boot(starters.of(Starters.BOOT, payload)).spec());
    makers.put(Starters.RUN, () -> StartCommand.run(starters.of(Starters.RUN, payload)).spec());
    makers.put(NspawnCommand.NAME, NspawnCommand::listing);
    makers.put("check", () -> check.get().spec());
    makers.put("plan", () -> new PlanCommand(recipes, builds).spec());
    makers.put("recipe", () -> new RecipeCommand(recipes).spec());
    makers.put("explain", () -> new ExplainCommand().spec());
    makers.put("schema", () -> new SchemaCommand(schema).spec());
    makers.put("init", () -> new InitCommand(starterRecipes).spec());
    makers.put("rollback", () -> new RollbackCommand().spec());
    makers.put("status", () -> new StatusCommand(RuntimeDirectory::ofHost).spec());
    makers.put("doctor", () -> new DoctorCommand(examination).spec());
    makers.put("man", () -> new ManCommand().spec());
    makers.put("completion", () -> new CompletionCommand(words.get()).spec());
    for (Entry entry : StoreVerbs.all()) {
      makers.put(entry.name(), () -> new StoreCommand(entry, store).spec());
    }
    for (String original : ORIGINALS) {
      makers.put(original, () -> OriginalListing.of(original));
    }
  }

  /** All names, for those who look for the one that somebody meant. */
  static List<String> names() {
    List<String> names = new ArrayList<>(OWN);
    StoreVerbs.all().forEach(entry -> names.add(entry.name()));
    names.addAll(ORIGINALS);
    return names;
  }

  /** What gets the words when none of them is a verb: they are recipes to build. */
  CommandSpec root() {
    return makers.get("build").get().name("jbuild");
  }

  /** Whether what was typed may look at images, so that it has to see them. */
  static boolean useImages(String... words) {
    for (String word : words) {
      if (TEXTS.contains(word)) {
        return false;
      }
      if (!word.startsWith("-")) {
        return !WITHOUT_IMAGES.contains(word) && !isHelpAsked(word, words);
      }
    }
    return words.length > 0;
  }

  /** What follows the options of other programs' verbs, or --, may be a payload's. */
  private static boolean isHelpAsked(String verb, String... words) {
    if (verb.equals(NspawnCommand.NAME) || ORIGINALS.contains(verb)) {
      return words.length > 1 && TEXTS.contains(words[1]);
    }
    return Words.of(words).own().stream().anyMatch(TEXTS::contains);
  }

  /** All of them, when all are to be listed. */
  Stream<Verb> typed() {
    List<String> words = typed.own();
    boolean all = words.stream().anyMatch(LISTING::contains);
    return makers.keySet().stream()
        .filter(name -> all || words.contains(name))
        .map(name -> new Verb(name, makers.get(name).get()));
  }
}
