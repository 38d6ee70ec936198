package jbuild.builder.batch;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import jbuild.runner.ExitStatus;
import jbuild.runner.Failure;

/** What is to be said of several builds of which not all went well. */
public final class BatchFailure {
  private static final int SHOWN = 5;

  private BatchFailure() {}

  /** Empty when all images were built. */
  public static Optional<Failure> of(List<Result> results) {
    List<Result.Failed> failed = new ArrayList<>();
    List<String> leftOut = new ArrayList<>();
    for (Result result : results) {
      if (result instanceof Result.Failed each) {
        failed.add(each);
      } else if (result instanceof Result.LeftOut each) {
        leftOut.add(each.name());
      }
    }
    return failed.isEmpty() ? Optional.empty() : Optional.of(of(results.size(), failed, leftOut));
  }

  private static Failure of(int all, List<Result.Failed> failed, List<String> leftOut) {
    String rest = rest(all - failed.size() - leftOut.size(), leftOut);
    if (failed.size() == 1) {
      Failure only = failed.get(0).failure();
      return new Failure(
          only.status(),
          failed.get(0).name() + ": " + only.what(),
          only.why(),
          only.fix() + rest,
          only.details(),
          only);
    }
    String names = shown(failed.stream().map(Result.Failed::name).toList());
    return new Failure(
        status(failed),
        "cannot build %d of the %d images".formatted(failed.size(), all),
        names + " failed; what is wrong with each of them is above",
        "mend that, and build them again" + rest,
        failed.stream().flatMap(BatchFailure::details).toList(),
        null);
  }

  /** Of failures of different kinds nothing is known but that the images are not there. */
  private static ExitStatus status(List<Result.Failed> failed) {
    ExitStatus first = failed.get(0).failure().status();
    boolean alike = failed.stream().allMatch(each -> each.failure().status() == first);
    return alike ? first : ExitStatus.FAILED;
  }

  private static String rest(int built, List<String> leftOut) {
    String text =
        switch (built) {
          case 0 -> "";
          case 1 -> "; the other image is built";
          default -> "; the other " + built + " images are built";
        };
    return leftOut.isEmpty() ? text : text + "; --fail-fast has left out " + shown(leftOut);
  }

  private static String shown(List<String> names) {
    String first = names.stream().limit(SHOWN).collect(Collectors.joining(", "));
    return names.size() > SHOWN ? first + " and " + (names.size() - SHOWN) + " more" : first;
  }

  private static Stream<String> details(Result.Failed failed) {
    Failure failure = failed.failure();
    return Stream.concat(
        failure.details().stream(),
        Stream.of(
            failed.name() + ": " + failure.what(),
            "  why: " + failure.why(),
            "  fix: " + failure.fix()));
  }
}
