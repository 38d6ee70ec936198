package jbuild.builder.recipe.language;

import java.util.List;
import java.util.stream.Stream;
import jbuild.runner.ExitStatus;
import jbuild.runner.Failure;

/** The recipe is wrong: all its problems at once, so that one run is enough to mend them. */
public final class RecipeFailure extends Failure {
  private static final long serialVersionUID = 1L;

  private static final int MOST = 100;

  private final transient List<Problem> problems;

  /** The source is the recipe that was asked for; the problems may be in what it includes. */
  RecipeFailure(Source source, List<Problem> problems) {
    super(
        ExitStatus.WRONG_USAGE,
        "cannot use " + source.shownFile(),
        count(problems) + place(source, problems),
        fix(source, problems),
        shown(problems),
        null);
    this.problems = List.copyOf(problems);
  }

  List<Problem> problems() {
    return problems;
  }

  private static String count(List<Problem> problems) {
    return problems.size() == 1
        ? "there is a problem"
        : "there are " + problems.size() + " problems";
  }

  private static String place(Source source, List<Problem> problems) {
    boolean elsewhere = problems.stream().anyMatch(problem -> !problem.source().equals(source));
    return (isOfOptions(problems)
            ? " in the options"
            : elsewhere ? " in what it is made from" : " in it")
        + (problems.size() < Problems.MOST ? "" : " or more");
  }

  private static String fix(Source source, List<Problem> problems) {
    return isOfOptions(problems)
        ? "change the options; 'jbuild check' takes the same ones, and builds nothing"
        : "change the recipe; 'jbuild check "
            + source.shownFile()
            + "' looks again without building";
  }

  private static boolean isOfOptions(List<Problem> problems) {
    return problems.stream().allMatch(problem -> problem.source().isOption());
  }

  private static List<String> shown(List<Problem> problems) {
    Stream<String> first = problems.stream().limit(MOST).map(Problem::show);
    int more = problems.size() - MOST;
    Stream<String> rest = more > 0 ? Stream.of("and " + more + " problems more") : Stream.empty();
    return Stream.concat(first, rest).toList();
  }
}
