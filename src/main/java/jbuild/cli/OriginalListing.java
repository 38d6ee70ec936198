package jbuild.cli;

import jbuild.runner.ExitStatus;
import jbuild.runner.Failure;
import picocli.CommandLine.Model.CommandSpec;

/** What help and completion show of the programs that jbuild can be. */
final class OriginalListing {
  private OriginalListing() {}

  static CommandSpec of(String name) {
    return Grammar.verb(
        name,
        "Be " + name + " for images: the same words, the same exit statuses.",
        () -> {
          throw new Failure(
              ExitStatus.WRONG_USAGE,
              "cannot run " + name,
              "other words come before it",
              "begin with jbuild " + name);
        });
  }
}
