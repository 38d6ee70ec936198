package jbuild.cli;

import java.io.FileDescriptor;
import java.io.FileOutputStream;
import java.io.OutputStreamWriter;
import java.io.PrintWriter;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import picocli.CommandLine;
import picocli.CommandLine.Help.Ansi;
import picocli.CommandLine.Help.ColorScheme;
import picocli.CommandLine.Model.CommandSpec;

/** Makes every object once, by hand, and connects them. There is no other wiring. */
public final class Main {
  private Main() {}

  public static void main(String... words) {
    PrintWriter out = writer(FileDescriptor.out);
    PrintWriter err = writer(FileDescriptor.err);
    int status = run(out, err, words);
    out.flush();
    err.flush();
    System.exit(status);
  }

  static int run(PrintWriter out, PrintWriter err, String... words) {
    FailurePrinter failures = new FailurePrinter(Path.of(System.getProperty("java.io.tmpdir")));
    try {
      Words typed = Words.of(words);
      Verbs verbs = new Verbs(typed);
      return commandLine(verbs, failures, typed)
          .setOut(out)
          .setErr(err)
          .execute(typed.own().toArray(String[]::new));
    } catch (Exception | Error e) { // picocli hands over exceptions of verbs only.
      return failures.print(e, err);
    }
  }

  private static CommandLine commandLine(Verbs verbs, FailurePrinter failures, Words typed) {
    CommandLine jbuild = new CommandLine(verbs.root());
    CommandSpec mixin = CommandSpec.forAnnotatedObject(failures);
    jbuild.getCommandSpec().addMixin("failures", mixin);
    verbs.typedIn(typed).forEach(verb -> jbuild.addSubcommand(verb.name(), verb.command()));
    return jbuild
        .setExpandAtFiles(false) // An argument of a payload may begin with @.
        .setOverwrittenOptionsAllowed(true) // As getopt does: scripts append options.
        .setColorScheme(new ColorScheme.Builder(Ansi.OFF).build())
        .setParameterExceptionHandler(new UsagePrinter(failures))
        .setExecutionExceptionHandler(failures);
  }

  private static PrintWriter writer(FileDescriptor descriptor) {
    FileOutputStream stream = new FileOutputStream(descriptor);
    return new PrintWriter(new OutputStreamWriter(stream, StandardCharsets.UTF_8), true);
  }
}
