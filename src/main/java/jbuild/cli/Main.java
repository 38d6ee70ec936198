package jbuild.cli;

import java.io.FileDescriptor;
import java.io.FileOutputStream;
import java.io.OutputStreamWriter;
import java.io.PrintWriter;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;
import jbuild.builder.ImageBuilder;
import jbuild.builder.check.HostCheck;
import jbuild.builder.check.MirrorCheck;
import jbuild.builder.distribution.DistributionProfiles;
import jbuild.builder.doctor.BuildExamination;
import jbuild.builder.recipe.KeyWords;
import jbuild.builder.recipe.RecipeReader;
import jbuild.builder.recipe.RecipeSchema;
import jbuild.builder.recipe.StarterRecipes;
import jbuild.builder.sandbox.MachineSandbox;
import jbuild.cli.progress.Display;
import jbuild.cli.progress.Farewell;
import jbuild.cli.store.OriginalCommand;
import jbuild.cli.store.StoreHost;
import jbuild.runner.ExitStatus;
import jbuild.runner.doctor.HostExamination;
import jbuild.runner.image.MachineImages;
import jbuild.runner.image.pool.Pool;
import jbuild.runner.linux.Fd;
import jbuild.runner.linux.NativeCode;
import jbuild.runner.linux.Terminals;
import jbuild.runner.machine.Launcher;
import jbuild.runner.machine.RequiredPrivilege;
import jbuild.runner.machine.RuntimeDirectory;
import jbuild.runner.machine.Statuses;
import picocli.CommandLine;
import picocli.CommandLine.Help.Ansi;
import picocli.CommandLine.Help.ColorScheme;

/** Makes every object once, by hand, and connects them. There is no other wiring. */
public final class Main {
  private static final Fd STANDARD_ERROR = new Fd(2, "standard error");

  /** The verbs that need native code in any case, and whose users wait. */
  private static final Set<String> STARTING =
      Set.of(Starters.BOOT, Starters.RUN, NspawnCommand.NAME);

  private static final Farewell FAREWELL = new Farewell();

  private Main() {}

  public static void main(String... words) {
    if (words.length > 0 && STARTING.contains(words[0])) {
      NativeCode.loadAhead();
    }
    PrintWriter out = writer(FileDescriptor.out);
    PrintWriter err = writer(FileDescriptor.err);
    if (words.length == 0 || !words[0].equals(NspawnCommand.NAME)) {
      // systemd-nspawn has no words for it.
      FAREWELL.await(err, () -> UnfinishedVerb.of(words).lines());
    }
    int status = run(out, err, words);
    FAREWELL.spared();
    out.flush();
    err.flush();
    System.exit(status);
  }

  static int run(PrintWriter out, PrintWriter err, String... words) {
    FailurePrinter failures =
        new FailurePrinter(Path.of(System.getProperty("java.io.tmpdir")), FAREWELL);
    try {
      showPool(words);
    } catch (RuntimeException | Error e) {
      return failures.print(e, err);
    }
    if (words.length > 0 && words[0].equals(NspawnCommand.NAME)) {
      // Not by picocli: the words are another program's.
      List<String> rest = List.of(words).subList(1, words.length);
      return new NspawnCommand(machines(Statuses.NSPAWN), failures, out, err).run(rest);
    }
    if (words.length > 0 && Verbs.ORIGINALS.contains(words[0])) {
      return original(failures, out, err, List.of(words));
    }
    try {
      Words typed = Words.of(words);
      Optional<Start> start = plainStart(typed);
      if (start.isPresent()) {
        return starters(err).of(words[0], typed.payload()).start(start.get(), out, err);
      }
      return commandLine(verbs(typed, err), failures)
          .setOut(out)
          .setErr(err)
          .execute(typed.own().toArray(String[]::new));
    } catch (Exception | Error e) { // picocli hands over exceptions of verbs only.
      return failures.print(e, err);
    }
  }

  /** Before other threads are: what this one sees, they see too. */
  private static void showPool(String... words) {
    Path machines = MachineImages.of(System.getenv()).pool();
    Path file = machines.resolveSibling(machines.getFileName() + ".raw");
    if (Verbs.useImages(words) && Files.exists(file) && RequiredPrivilege.isGiven()) {
      // Used until the end.
      Pool.show(machines);
    }
  }

  private static int original(
      FailurePrinter failures, PrintWriter out, PrintWriter err, List<String> words) {
    try {
      return new OriginalCommand(words.get(0), storeHost(err), out, err, FAREWELL::isDue)
          .run(words.subList(1, words.size()));
    } catch (RuntimeException | Error e) {
      failures.print(e, err);
      return ExitStatus.FAILED.code();
    }
  }

  /** What to start, when that can be told without picocli. */
  private static Optional<Start> plainStart(Words typed) {
    List<String> own = typed.own();
    return own.isEmpty() || !Starters.VERBS.contains(own.get(0))
        ? Optional.empty()
        : PlainStart.read(own.subList(1, own.size()));
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
    DistributionProfiles profiles = DistributionProfiles.ofHost(System.getenv());
    RecipeReader recipes = new RecipeReader(profiles, System.getenv());
    return new Verbs(
        typed,
        recipes,
        new StarterRecipes(profiles),
        new RecipeSchema(profiles),
        () -> check(profiles, recipes),
        () -> new KeyWords(profiles),
        builds(profiles, err),
        starters(err),
        () ->
            Stream.concat(
                new HostExamination().findings().stream(),
                new BuildExamination(cache()).findings().stream()),
        () -> storeHost(err));
  }

  private static CheckCommand check(DistributionProfiles profiles, RecipeReader recipes) {
    Clock clock = Clock.systemUTC();
    return new CheckCommand(
        recipes,
        new HostCheck(profiles, cache(), clock),
        new MirrorCheck(profiles, System.getenv(), MirrorCheck.SOON, clock));
  }

  private static StoreHost storeHost(PrintWriter err) {
    Map<String, String> environment = System.getenv();
    return new StoreHost(environment, Main::cache, () -> display(err, environment));
  }

  private static Display display(PrintWriter err, Map<String, String> environment) {
    return new Display(err, () -> Terminals.size(STANDARD_ERROR), environment, FAREWELL);
  }

  /** Most images are there: what builds them is made when it is needed. */
  private static Starters starters(PrintWriter err) {
    return new Starters(
        (target, output, changes) -> images(err).find(target, output, changes),
        machines(Statuses.JBUILD));
  }

  private static ImageFinder images(PrintWriter err) {
    DistributionProfiles profiles = DistributionProfiles.ofHost(System.getenv());
    MachineImages machines = MachineImages.of(System.getenv());
    return new StoredImages(
        new RecipeReader(profiles, System.getenv()),
        new StarterRecipes(profiles),
        builds(profiles, err),
        machines);
  }

  private static Builds builds(DistributionProfiles profiles, PrintWriter err) {
    Map<String, String> environment = System.getenv();
    Display display = display(err, environment);
    return new ShownBuilds(
        display,
        progress ->
            new ImageBuilder(
                cache(),
                (log, logged) -> new MachineSandbox(launcher(), log, logged),
                progress,
                environment,
                profiles));
  }

  private static Path cache() {
    return CacheDirectory.of(System.getenv());
  }

  private static Machines machines(Statuses statuses) {
    return new ForegroundMachines(Main::launcher, statuses, System.getenv());
  }

  private static Launcher launcher() {
    return new Launcher(RuntimeDirectory.ofHost());
  }

  private static PrintWriter writer(FileDescriptor descriptor) {
    FileOutputStream stream = new FileOutputStream(descriptor);
    return new PrintWriter(new OutputStreamWriter(stream, StandardCharsets.UTF_8), true);
  }
}
