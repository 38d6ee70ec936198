package jbuild.builder.recipe;

import java.util.List;
import java.util.stream.Stream;
import jbuild.runner.ExitStatus;
import jbuild.runner.Failure;

/** The recipe is wrong: all its problems at once, so that one run is enough to mend them. */
public final class RecipeFailure extends Failure {
  private static final long serialVersionUID = 1L;

  private static final int MOST = 100;

  RecipeFailure(Source source, List<Problem> problems) {
    super(
        ExitStatus.WRONG_USAGE,
        "cannot use " + source.shownFile(),
        problems.size() == 1
            ? "there is a problem in it"
            : "there are "
                + problems.size()
                + " problems in it"
                + (problems.size() < Problems.MOST ? "" : " or more"),
        "change the recipe; 'jbuild check " + source.shownFile() + "' looks again without building",
        shown(source, problems),
        null);
  }

  private static List<String> shown(Source source, List<Problem> problems) {
    Stream<String> first = problems.stream().limit(MOST).map(problem -> problem.show(source));
    int more = problems.size() - MOST;
    Stream<String> rest = more > 0 ? Stream.of("and " + more + " problems more") : Stream.empty();
    return Stream.concat(first, rest).toList();
  }
}
