package jbuild.cli;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.concurrent.Callable;
import jbuild.builder.text.Spelling;
import jbuild.cli.manual.Manual;
import jbuild.runner.ExitStatus;
import jbuild.runner.Failure;
import jbuild.runner.Reasons;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Model.OptionSpec;
import picocli.CommandLine.Model.PositionalParamSpec;

/** The verb that prints manual pages. */
final class ManCommand implements Callable<Integer> {
  private final PositionalParamSpec word =
      PositionalParamSpec.builder()
          .type(String.class)
          .paramLabel("PAGE")
          .arity("0..1")
          .description("A verb, or recipe.5 for the keys of recipes (default: jbuild itself).")
          .build();
  private final OptionSpec directory =
      OptionSpec.builder("--directory")
          .type(Path.class)
          .paramLabel("DIR")
          .arity("1")
          .description("Write all pages into the directory, for packages of jbuild.")
          .build();
  private final CommandSpec spec =
      Grammar.verb("man", "Print a manual page: jbuild man boot | man -l -", this);

  ManCommand() {
    spec.addPositional(word);
    spec.addOption(directory);
  }

  CommandSpec spec() {
    return spec;
  }

  @Override
  public Integer call() {
    Manual manual = new Manual(spec.root());
    Path place = directory.getValue();
    if (place != null) {
      write(place, manual.pages());
    } else {
      String wanted = word.getValue() == null ? "jbuild" : word.getValue();
      spec.commandLine().getOut().print(manual.page(wanted).orElseThrow(() -> unknown(wanted)));
    }
    return ExitStatus.DONE.code();
  }

  private static void write(Path directory, Map<String, String> pages) {
    try {
      Files.createDirectories(directory);
      for (Map.Entry<String, String> page : pages.entrySet()) {
        Files.writeString(directory.resolve(page.getKey()), page.getValue());
      }
    } catch (IOException e) {
      throw new Failure(
          ExitStatus.FAILED,
          "cannot write manual pages into " + directory,
          Reasons.of(e),
          "choose a directory that you may write into");
    }
  }

  private static Failure unknown(String wanted) {
    return new Failure(
        ExitStatus.WRONG_USAGE,
        "cannot show a manual page of '" + wanted + "'",
        "jbuild has no such verb",
        Spelling.nearest(wanted, Verbs.names())
            .map(near -> "did you mean '" + near + "'?")
            .orElse("'jbuild man' lists the verbs"));
  }
}
