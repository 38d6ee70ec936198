package jbuild.cli;

import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import jbuild.cli.progress.Farewell;
import jbuild.cli.progress.Shown;
import jbuild.runner.ExitStatus;
import jbuild.runner.Failure;
import jbuild.runner.Interruption;
import picocli.CommandLine;
import picocli.CommandLine.IExecutionExceptionHandler;
import picocli.CommandLine.Model.OptionSpec;
import picocli.CommandLine.ParseResult;
import picocli.CommandLine.ScopeType;

/** The one place where a failure, or a bug, becomes text and an exit status. */
final class FailurePrinter implements IExecutionExceptionHandler {
  private final Path reports;
  private final Farewell farewell;
  private Optional<Flag> debug = Optional.empty();

  /** Reports of bugs are written into the directory. */
  FailurePrinter(Path reports) {
    this(reports, new Farewell());
  }

  /**
   * The same.
   *
   * @param farewell says why it failed when jbuild was told to end
   */
  FailurePrinter(Path reports, Farewell farewell) {
    this.reports = reports;
    this.farewell = farewell;
  }

  /** The option that makes failures show where they come from, in every verb. */
  OptionSpec debug() {
    OptionSpec option =
        OptionSpec.builder("--debug")
            .type(boolean.class)
            .scopeType(ScopeType.INHERIT)
            .description("Show the stack trace of a failure.")
            .build();
    debug = Optional.of(new Flag(option));
    return option;
  }

  @Override
  public int handleExecutionException(Exception e, CommandLine command, ParseResult result) {
    return print(e, command.getErr());
  }

  int print(Throwable thrown, PrintWriter err) {
    if (farewell.isDue()) {
      return ExitStatus.INTERRUPTED.code();
    }
    Failure failure = thrown instanceof Failure known ? known : explained(thrown);
    failure.details().stream().flatMap(String::lines).map(Shown::text).forEach(err::println);
    err.println("error: " + Shown.text(failure.what()));
    err.println("  why: " + Shown.text(failure.why()));
    err.println("  fix: " + Shown.text(failure.fix()));
    if (debug.isPresent() && debug.get().isSet()) {
      thrown.printStackTrace(err);
    }
    err.flush();
    return failure instanceof Interruption interruption
        ? interruption.code()
        : failure.status().code();
  }

  private Failure explained(Throwable thrown) {
    // Of a class that could not be made before, the JVM says why in the cause.
    boolean again = thrown instanceof NoClassDefFoundError && thrown.getCause() != null;
    String why = (again ? thrown.getCause() : thrown).toString().lines().findFirst().orElse("");
    if (thrown instanceof LinkageError && why.contains("UnsatisfiedLinkError")) {
      return new Failure(
          ExitStatus.HOST_CANNOT,
          "cannot load native code",
          why,
          "name a directory that may hold programs with JBUILD_CACHE or TMPDIR");
    }
    return new Failure(ExitStatus.BUG, "jbuild has a bug", why, "send us " + report(thrown));
  }

  private String report(Throwable thrown) {
    StringWriter trace = new StringWriter();
    thrown.printStackTrace(new PrintWriter(trace));
    try {
      Path file = Files.createTempFile(reports, "jbuild-bug-", ".txt");
      return Files.writeString(file, trace.toString()).toString();
    } catch (IOException | RuntimeException | Error e) {
      // A JVM that lacks a part of itself cannot even make a name for the file.
      return "what it prints with --debug";
    }
  }
}
