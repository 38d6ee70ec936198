package jbuild.cli;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Supplier;
import java.util.stream.Stream;
import jbuild.builder.recipe.RecipeReader;
import jbuild.runner.doctor.Finding;

/** The verbs. Only those that were typed are made: to look at each class would cost time. */
final class Verbs {
  static final List<String> NAMES =
      List.of("build", "boot", "run", "check", "plan", "doctor", "completion");

  private static final Set<String> LISTING = Set.of("-h", "--help", "completion");

  /** A verb by its name. */
  record Verb(String name, Object command) {}

  private final Map<String, Supplier<Object>> makers = new LinkedHashMap<>();
  private final Words typed;

  Verbs(
      Words typed,
      RecipeReader recipes,
      Builds builds,
      ImageFinder images,
      Machines run,
      Supplier<Stream<Finding>> examination) {
    this.typed = typed;
    makers.put("build", () -> new BuildCommand(recipes, builds));
    makers.put("boot", () -> new BootCommand(images, run, typed.payload()));
    makers.put("run", () -> new RunCommand(images, run, typed.payload()));
    makers.put("check", () -> new CheckCommand(recipes));
    makers.put("plan", () -> new PlanCommand(recipes, builds));
    makers.put("doctor", () -> new DoctorCommand(examination));
    makers.put("completion", CompletionCommand::new);
  }

  /** What gets the words when none of them is a verb: they are recipes to build. */
  Object root() {
    return makers.get("build").get();
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
