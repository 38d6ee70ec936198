package jbuild.cli;

import java.io.PrintWriter;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.Callable;
import jbuild.builder.NeededRecipes;
import jbuild.builder.check.HostCheck;
import jbuild.builder.check.MirrorCheck;
import jbuild.builder.recipe.RecipeReader;
import jbuild.runner.ExitStatus;
import jbuild.runner.Failure;
import jbuild.runner.doctor.Finding;
import picocli.CommandLine.Model.CommandSpec;

/** The verb that reads recipes and looks at what they need; it makes nothing. */
final class CheckCommand implements Callable<Integer> {
  private final RecipeFiles files = new RecipeFiles("Recipes to check");
  private final OutputDirectory output = new OutputDirectory();
  private final Flag online =
      Flag.of("Ask the mirrors, too, whether they have what the recipes need.", "--online");
  private final CommandSpec spec =
      Grammar.verb(
          "check",
          "Say what is wrong with recipes, without building; needs no root and no network.",
          this);
  private final RecipeReader reader;
  private final HostCheck host;
  private final MirrorCheck mirrors;

  CheckCommand(RecipeReader reader, HostCheck host, MirrorCheck mirrors) {
    this.reader = reader;
    this.host = host;
    this.mirrors = mirrors;
    files.addTo(spec);
    output.addTo(spec);
    spec.addOption(online.spec());
  }

  CommandSpec spec() {
    return spec;
  }

  /** Warnings do not make it fail: the recipe may be for another host. */
  @Override
  public Integer call() {
    List<RecipeFiles.Found> recipes = files.readFrom(reader);
    PrintWriter err = spec.commandLine().getErr();
    for (Path file : files.paths()) {
      reader.warnings(files.changes().of(file)).forEach(err::println);
    }
    Set<String> said = new LinkedHashSet<>();
    mirrors.problems().forEach(failure -> said.add("warning: " + line(failure)));
    for (RecipeFiles.Found each : recipes) {
      host.warnings(each.recipe(), output.path()).forEach(finding -> said.add(warning(finding)));
    }
    said.forEach(err::println);
    recipes.forEach(each -> new NeededRecipes(reader).check(each.recipe()));
    if (online.isSet()) {
      askMirrors(recipes);
    }
    return ExitStatus.DONE.code();
  }

  private static String warning(Finding finding) {
    return "warning: " + finding.text() + "\n  fix: " + finding.fix().orElse("");
  }

  /** All answers count: one that is wrong does not hide the others. */
  private void askMirrors(List<RecipeFiles.Found> recipes) {
    Set<String> good = new LinkedHashSet<>();
    Set<String> bad = new LinkedHashSet<>();
    List<Failure> failures = new ArrayList<>();
    for (RecipeFiles.Found each : recipes) {
      for (MirrorCheck.Answer answer : mirrors.answers(each.recipe())) {
        if (answer.failure().isEmpty()) {
          good.add(answer.text());
        } else if (bad.add(line(answer.failure().get()))) {
          failures.add(answer.failure().get());
        }
      }
    }
    good.forEach(spec.commandLine().getOut()::println);
    if (failures.size() == 1) {
      throw failures.get(0);
    } else if (!failures.isEmpty()) {
      throw new Failure(
          ExitStatus.NETWORK,
          "cannot use " + failures.size() + " addresses",
          "each has a problem of its own; they are above",
          "correct them below [distribution] and [[downloads]], or try again later",
          List.copyOf(bad),
          null);
    }
  }

  private static String line(Failure failure) {
    return failure.what() + ": " + failure.why() + "\n  fix: " + failure.fix();
  }
}
