package jbuild.cli.store;

import java.io.PrintWriter;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.BooleanSupplier;
import jbuild.cli.progress.Shown;
import jbuild.runner.ExitStatus;
import jbuild.runner.Failure;
import jbuild.runner.Interruption;

/** The verbs that are machinectl and importctl: their words, messages and exit statuses. */
public final class OriginalCommand {
  public static final String MACHINECTL = "machinectl";
  public static final String IMPORTCTL = "importctl";

  private static final int FAILED = 1;
  private static final String WANTED_CLASS =
      "No image class specified, retry with --class= set to one of: machine (downloads to"
          + " /var/lib/machines/), portable (downloads to /var/lib/portables/), sysext (downloads"
          + " to /var/lib/extensions/), confext (downloads to /var/lib/confexts/).";

  private static final Entry TRANSFERS =
      new Entry("list-transfers", "", 0, 0, "Could not get transfers", "None.", List.of());
  private static final Entry CANCEL =
      new Entry(
          "cancel-transfer", "ID...", 1, Entry.ANY, "Could not cancel transfer", "", List.of());

  private final Program program;
  private final StoreHost host;
  private final PrintWriter out;
  private final PrintWriter err;
  private final BooleanSupplier ending;

  /** The program of that name. */
  public OriginalCommand(String name, StoreHost host, PrintWriter out, PrintWriter err) {
    this(name, host, out, err, () -> false);
  }

  /**
   * The same.
   *
   * @param ending whether jbuild was told to end, so that nothing is to be said of failures
   */
  public OriginalCommand(
      String name, StoreHost host, PrintWriter out, PrintWriter err, BooleanSupplier ending) {
    this.ending = ending;
    this.program = name.equals(IMPORTCTL) ? Programs.IMPORTCTL : Programs.MACHINECTL;
    this.host = host;
    this.out = out;
    this.err = err;
  }

  /** What it exits with. What is a bug is thrown. */
  public int run(List<String> words) {
    String complaint = "";
    try {
      if (asksFor(words, "-h", "--help") || words.equals(List.of("help"))) {
        HelpPage.print(program, out);
        return 0;
      }
      CommandWords read = CommandWords.read(program, words);
      List<String> plain = new ArrayList<>(read.plain());
      String verb = plain.isEmpty() ? program.defaultVerb() : plain.remove(0);
      Entry entry = entry(verb);
      count(entry, plain);
      complaint = entry.complaint() + ": ";
      Request request = new Request(plain, settled(entry, read.settings()), true, out, err);
      return verb(entry).run(request);
    } catch (Wrong wrong) {
      err.println(Shown.text(wrong.what()));
    } catch (Failure failure) {
      if (ending.getAsBoolean()) {
        return ExitStatus.INTERRUPTED.code();
      }
      failure.details().stream().map(Shown::text).forEach(err::println);
      err.println(Shown.text(complaint + failure.why()));
      return failure instanceof Interruption interruption ? interruption.code() : FAILED;
    }
    return FAILED;
  }

  /** Not behind the mark that ends options. */
  private static boolean asksFor(List<String> words, String... names) {
    int end = words.indexOf("--");
    List<String> before = end < 0 ? words : words.subList(0, end);
    return before.stream().anyMatch(List.of(names)::contains);
  }

  /** Two verbs are others in importctl than they are elsewhere. */
  private StoreVerb verb(Entry entry) {
    if (entry.equals(TRANSFERS) || entry.equals(CANCEL)) {
      return new TransfersVerb();
    }
    return program == Programs.IMPORTCTL && entry.name().equals("list-images")
        ? new ClassListVerb(host)
        : StoreVerbs.make(entry, host);
  }

  private Entry entry(String verb) {
    if (verb.equals(TRANSFERS.name())) {
      return TRANSFERS;
    }
    if (verb.equals(CANCEL.name())) {
      return CANCEL;
    }
    if (program.verbs().contains(verb)) {
      Optional<Entry> entry = StoreVerbs.find(verb);
      if (entry.isPresent()) {
        return entry.get();
      }
    }
    if (program.foreign().contains(verb)) {
      throw new Wrong(
          "jbuild " + program.name() + " has verbs for images only; '" + verb + "' is none.");
    }
    throw new Wrong("Unknown command verb '" + verb + "'.");
  }

  private static void count(Entry entry, List<String> words) {
    if (words.size() < entry.least()) {
      throw new Wrong("Too few arguments.");
    }
    if (words.size() > entry.most()) {
      throw new Wrong("Too many arguments.");
    }
  }

  private Map<Setting, List<String>> settled(Entry entry, Map<Setting, List<String>> settings) {
    if (settings.containsKey(Setting.ELSEWHERE)) {
      throw new Wrong("jbuild knows the images of this host and its system only.");
    }
    boolean needsClass = entry.name().matches("(import|export|pull)-.*");
    if (program == Programs.IMPORTCTL && needsClass && !settings.containsKey(Setting.CLASS)) {
      throw new Wrong(WANTED_CLASS);
    }
    return settings;
  }
}
