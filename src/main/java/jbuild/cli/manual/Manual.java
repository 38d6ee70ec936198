package jbuild.cli.manual;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import jbuild.builder.recipe.RecipeManual;
import jbuild.builder.text.Roff;
import picocli.CommandLine.Model.ArgSpec;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Model.OptionSpec;
import picocli.CommandLine.Model.PositionalParamSpec;

/** All manual pages: jbuild(1), one for each verb, and jbuild-recipe(5). */
public final class Manual {
  private static final String RECIPE = RecipeManual.NAME + ".5";

  private final CommandSpec jbuild;

  /**
   * @param jbuild with all verbs
   */
  public Manual(CommandSpec jbuild) {
    this.jbuild = jbuild;
  }

  /** The pages, by the names of their files. */
  public Map<String, String> pages() {
    Map<String, String> pages = new LinkedHashMap<>();
    pages.put("jbuild.1", program());
    verbs().forEach((name, verb) -> pages.put("jbuild-" + name + ".1", verb(name, verb)));
    pages.put(RECIPE, RecipeManual.page());
    return pages;
  }

  /** The page that a word means: a verb, recipe.5, or the name of a page as man(1) takes it. */
  public Optional<String> page(String word) {
    String plain = word.replace("(", ".").replace(")", "");
    Map<String, String> pages = pages();
    for (String name : List.of("jbuild-" + plain + ".1", "jbuild-" + plain, plain + ".1", plain)) {
      if (pages.containsKey(name)) {
        return Optional.of(pages.get(name));
      }
    }
    return Optional.empty();
  }

  private Map<String, CommandSpec> verbs() {
    Map<String, CommandSpec> verbs = new LinkedHashMap<>();
    jbuild.subcommands().forEach((name, command) -> verbs.put(name, command.getCommandSpec()));
    return verbs;
  }

  private String program() {
    Roff page = new Roff("jbuild", 1, "build images of operating systems, and run them");
    page.section("Synopsis");
    page.synopsis("jbuild [OPTIONS] RECIPE...");
    page.synopsis("jbuild VERB [OPTIONS] [WORDS]");
    page.section("Description");
    page.paragraph(
        "jbuild RECIPE builds the image that a recipe describes, and prints the paths of its"
            + " outputs; all else goes to standard error. The verbs boot and run start machines"
            + " from it. A distribution as debian:trixie is a recipe, too.");
    page.section("Verbs");
    verbs()
        .forEach(
            (name, verb) ->
                page.item("jbuild-" + name + "(1)", List.of(verb.usageMessage().description())));
    options(page, jbuild);
    end(page);
    return page.page();
  }

  private static String verb(String name, CommandSpec verb) {
    String[] description = verb.usageMessage().description();
    Roff page = new Roff("jbuild-" + name, 1, firstSentence(String.join(" ", description)));
    page.section("Synopsis");
    page.synopsis(synopsis(name, verb));
    page.section("Description");
    page.paragraph(String.join(" ", description));
    for (String line : verb.usageMessage().footer()) {
      page.paragraph(line);
    }
    options(page, verb);
    end(page);
    return page.page();
  }

  private static String synopsis(String name, CommandSpec verb) {
    StringBuilder words = new StringBuilder("jbuild " + name + " [OPTIONS]");
    for (PositionalParamSpec word : verb.positionalParameters()) {
      boolean isNeeded = word.arity().min() > 0;
      String label = word.paramLabel() + (word.arity().max() > 1 ? "..." : "");
      words.append(' ').append(isNeeded || label.startsWith("[") ? label : "[" + label + "]");
    }
    return words.toString();
  }

  private static void options(Roff page, CommandSpec verb) {
    List<PositionalParamSpec> words =
        verb.positionalParameters().stream().filter(word -> !word.hidden()).toList();
    if (!words.isEmpty()) {
      page.section("Words");
      words.forEach(word -> page.item(word.paramLabel(), description(word)));
    }
    List<OptionSpec> options = verb.options().stream().filter(each -> !each.hidden()).toList();
    if (!options.isEmpty()) {
      page.section("Options");
      options.forEach(option -> page.item(names(option), description(option)));
    }
  }

  private static List<String> description(ArgSpec word) {
    List<String> lines = new ArrayList<>(List.of(word.description()));
    return lines.isEmpty() ? List.of("See the page of the original.") : lines;
  }

  private static String names(OptionSpec option) {
    String names = String.join(", ", option.names());
    boolean hasValue = option.arity().max() > 0;
    return hasValue ? names + "=" + option.paramLabel() : names;
  }

  private static void end(Roff page) {
    page.section("Exit status");
    page.item("0", List.of("It is done."));
    page.item("1", List.of("A step of a build, or a check, has failed."));
    page.item("2", List.of("The command line or a recipe is wrong."));
    page.item("3", List.of("This host cannot do it."));
    page.item("4", List.of("The network, a mirror or a signature."));
    page.item("5", List.of("A bug in jbuild."));
    page.item("130, 143", List.of("It was interrupted."));
    page.paragraph(
        "Verbs that start a machine end with the status of what ran in it; nspawn, machinectl and"
            + " importctl with those of the originals.");
    page.section("See also");
    page.paragraph("jbuild(1), jbuild-recipe(5), systemd-nspawn(1), machinectl(1)");
  }

  private static String firstSentence(String text) {
    String line = text.lines().findFirst().orElse("");
    int end = line.indexOf(". ");
    String sentence = end < 0 ? line : line.substring(0, end);
    return sentence.endsWith(".") ? sentence.substring(0, sentence.length() - 1) : sentence;
  }
}
