package jbuild.cli;

import java.util.Set;
import jbuild.builder.text.Spelling;
import jbuild.runner.ExitStatus;
import jbuild.runner.Failure;
import picocli.CommandLine;
import picocli.CommandLine.IParameterExceptionHandler;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.UnmatchedArgumentException;

/** A word that jbuild does not know costs its line and the nearest one, not the whole usage. */
final class UsagePrinter implements IParameterExceptionHandler {
  private final FailurePrinter failures;

  UsagePrinter(FailurePrinter failures) {
    this.failures = failures;
  }

  @Override
  public int handleParseException(ParameterException e, String[] words) {
    CommandLine command = e.getCommandLine();
    return failures.print(failure(e, command), command.getErr());
  }

  private static Failure failure(ParameterException e, CommandLine command) {
    String name = command.getCommandSpec().qualifiedName();
    String help = "'" + name + " --help' lists what there is";
    if (!(e instanceof UnmatchedArgumentException unmatched)) {
      return wrong("cannot understand the command line", firstLine(e), help);
    }
    String word = unmatched.getUnmatched().get(0);
    if (!unmatched.isUnknownOption()) {
      return wrong("cannot use '" + word + "'", name + " takes no more words", help);
    }
    Set<String> options = command.getCommandSpec().optionsMap().keySet();
    String fix =
        Spelling.nearest(word.replaceFirst("=.*", ""), options)
            .map(near -> "did you mean '" + near + "'? " + help)
            .orElse(help);
    return wrong("cannot use '" + word + "'", name + " has no such option", fix);
  }

  private static String firstLine(ParameterException e) {
    String message = String.valueOf(e.getMessage()).lines().findFirst().orElse("");
    return message.isEmpty()
        ? "a word is wrong"
        : Character.toLowerCase(message.charAt(0)) + message.substring(1);
  }

  private static Failure wrong(String what, String why, String fix) {
    return new Failure(ExitStatus.WRONG_USAGE, what, why, fix);
  }
}
