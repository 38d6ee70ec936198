package jbuild.cli;

import java.io.FileDescriptor;
import java.io.FileOutputStream;
import java.io.OutputStreamWriter;
import java.io.PrintWriter;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.function.Supplier;
import java.util.stream.Stream;
import jbuild.builder.ImageBuilder;
import jbuild.builder.distribution.DistributionProfiles;
import jbuild.builder.doctor.BuildExamination;
import jbuild.builder.recipe.RecipeReader;
import jbuild.builder.sandbox.MachineSandbox;
import jbuild.cli.progress.Display;
import jbuild.runner.doctor.HostExamination;
import jbuild.runner.linux.Fd;
import jbuild.runner.linux.Terminals;
import jbuild.runner.machine.Launcher;
import jbuild.runner.machine.RuntimeDirectory;
import jbuild.runner.machine.Statuses;
import picocli.CommandLine;
import picocli.CommandLine.Help.Ansi;
import picocli.CommandLine.Help.ColorScheme;

/** Makes every object once, by hand, and connects them. There is no other wiring. */
public final class Main {
  private static final Fd STANDARD_ERROR = new Fd(2, "standard error");

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
    if (words.length > 0 && words[0].equals(NspawnCommand.NAME)) {
      // Not by picocli: the words are another program's, and its users wait for each start.
      List<String> rest = List.of(words).subList(1, words.length);
      return new NspawnCommand(machines(Statuses.NSPAWN), failures, out, err).run(rest);
    }
    try {
      Words typed = Words.of(words);
      return commandLine(verbs(typed, err), failures)
          .setOut(out)
          .setErr(err)
          .execute(typed.own().toArray(String[]::new));
    } catch (Exception | Error e) { // picocli hands over exceptions of verbs only.
      return failures.print(e, err);
    }
  }

  private static CommandLine commandLine(Verbs verbs, FailurePrinter failures) {
    CommandLine jbuild = new CommandLine(verbs.root());
    jbuild.getCommandSpec().addOption(failures.debug());
    verbs.typed().forEach(verb -> jbuild.addSubcommand(verb.name(), verb.spec()));
    return jbuild
        .setExpandAtFiles(false) // An argument of a payload may begin with @.
        .setOverwrittenOptionsAllowed(true) // As getopt does: scripts append options.
        .setColorScheme(new ColorScheme.Builder(Ansi.OFF).build())
        .setParameterExceptionHandler(new UsagePrinter(failures))
        .setExecutionExceptionHandler(failures);
  }

  private static Verbs verbs(Words typed, PrintWriter err) {
    Map<String, String> environment = System.getenv();
    DistributionProfiles profiles = new DistributionProfiles();
    RecipeReader recipes = new RecipeReader(profiles);
    Path cache = CacheDirectory.of(environment);
    Supplier<Launcher> launcher = Main::launcher;
    Display display = new Display(err, () -> Terminals.size(STANDARD_ERROR), environment);
    Builds builds =
        new ShownBuilds(
            display,
            progress ->
                new ImageBuilder(
                    cache,
                    (log, logged) -> new MachineSandbox(launcher.get(), log, logged),
                    progress,
                    environment,
                    profiles));
    return new Verbs(
        typed,
        recipes,
        builds,
        new StoredImages(recipes, builds),
        machines(Statuses.JBUILD),
        () ->
            Stream.concat(
                new HostExamination().findings().stream(),
                new BuildExamination(cache, environment).findings().stream()));
  }

  private static Machines machines(Statuses statuses) {
    return new ForegroundMachines(Main::launcher, statuses);
  }

  private static Launcher launcher() {
    return new Launcher(RuntimeDirectory.ofHost());
  }

  private static PrintWriter writer(FileDescriptor descriptor) {
    FileOutputStream stream = new FileOutputStream(descriptor);
    return new PrintWriter(new OutputStreamWriter(stream, StandardCharsets.UTF_8), true);
  }
}
