package jbuild.builder.distribution.pacman;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Supplier;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import jbuild.builder.plan.ProgramFailure;
import jbuild.builder.text.Spelling;
import jbuild.runner.ExitStatus;
import jbuild.runner.Failure;

/**
 * Says why pacman failed, by what it said.
 *
 * @param lines all of them, in the C locale
 */
record PacmanErrors(List<String> lines) {
  private static final int TAIL = 20;

  /** All that pacman says of a scriptlet or hook that failed; it goes on, and ends with 0. */
  private static final Pattern SCRIPTLET =
      Pattern.compile("error: command (failed to execute correctly|terminated by signal .*)");

  private static final Pattern DOING =
      Pattern.compile(
          "(?:\\( *\\d+/\\d+\\) )?(installing|upgrading|removing|reinstalling|downgrading)"
              + " ([^ ]+?)(?:\\.\\.\\.)?");

  private static final Pattern HOOK = Pattern.compile("\\( *\\d+/\\d+\\) (.+)");
  private static final Pattern MISSING = Pattern.compile("error: target not found: (\\S+)");

  /** A question that answers itself stays on the line of what comes next. */
  private static final Pattern QUESTION = Pattern.compile("^.*\\[[Yy]/[Nn]\\] ");

  PacmanErrors {
    lines = lines.stream().map(line -> QUESTION.matcher(line).replaceFirst("")).toList();
  }

  /** Fails where a scriptlet did, though pacman did not. */
  void requireScriptlets() {
    scriptlet()
        .ifPresent(
            failure -> {
              throw failure;
            });
  }

  /**
   * Whether packages were wrong, so that pacman has answered its question whether to remove them.
   */
  boolean haveRemovedPackages() {
    return lines.stream().anyMatch(line -> line.contains("is corrupted (invalid or corrupted"));
  }

  /**
   * The failure in the words of the user's recipe.
   *
   * @param log of pacman, shown where nothing better is known
   * @param names of all packages that there are
   */
  Failure explained(ProgramFailure failure, List<String> log, Supplier<List<String>> names) {
    return missing(names)
        .or(this::scriptlet)
        .or(() -> PacmanRule.first(lines, tail(lines)))
        .orElseGet(() -> unknown(failure, log));
  }

  private Optional<Failure> missing(Supplier<List<String>> names) {
    for (String line : lines) {
      Matcher missing = MISSING.matcher(line);
      if (missing.matches()) {
        String name = missing.group(1);
        return Optional.of(
            new Failure(
                ExitStatus.FAILED,
                "cannot install " + name,
                "the repositories have no package or group of this name",
                Spelling.nearest(name, names.get())
                    .map(nearest -> "did you mean '" + nearest + "'?")
                    .orElse("correct the name, or add the repository that has it to components")));
      }
    }
    return Optional.empty();
  }

  private Optional<Failure> scriptlet() {
    String doing = "";
    for (String line : lines) {
      Matcher step = DOING.matcher(line);
      Matcher hook = HOOK.matcher(line);
      if (step.matches()) {
        doing = "the scriptlet of " + step.group(2);
      } else if (hook.matches()) {
        doing = "the hook \"" + hook.group(1).replaceFirst("\\.+$", "") + "\"";
      } else if (SCRIPTLET.matcher(line).matches()) {
        return Optional.of(failed(doing));
      }
    }
    return Optional.empty();
  }

  private Failure failed(String doing) {
    return new Failure(
        ExitStatus.FAILED,
        doing.isEmpty() ? "a scriptlet failed" : doing + " failed",
        "a program of the package did not succeed, and the system would be half set up",
        "see the lines above; leave the package out, or report it to those who make it",
        tail(lines),
        null);
  }

  private static Failure unknown(ProgramFailure failure, List<String> log) {
    List<String> details = new ArrayList<>(failure.details());
    details.addAll(tail(log));
    return new ProgramFailure("pacman failed", failure.why(), failure.fix(), details);
  }

  private static List<String> tail(List<String> lines) {
    return lines.subList(Math.max(0, lines.size() - TAIL), lines.size());
  }
}
