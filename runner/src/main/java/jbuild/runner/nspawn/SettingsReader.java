package jbuild.runner.nspawn;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.regex.Pattern;
import jbuild.runner.Failure;
import jbuild.runner.nspawn.SettingsFile.Start;
import jbuild.runner.nspawn.SettingsText.Assignment;

/** Holds a settings file against the table of options, and goes on behind each mistake. */
final class SettingsReader {
  private static final String LIMIT = "Limit";
  private static final String PARAMETERS = "Parameters";
  private static final String ENTRYPOINT = "Entrypoint";
  private static final String EXPOSED_PORTS = "ExposedPorts";
  private static final Pattern PORT = Pattern.compile("[1-9][0-9]{0,4}(/(tcp|udp))?");

  /** Those that are as if never mentioned when their value is empty. */
  private static final List<String> RESETTABLE =
      List.of(
          "Ephemeral",
          "Environment",
          "User",
          "WorkingDirectory",
          "NotifyReady",
          "Hostname",
          "NoNewPrivileges",
          "OOMScoreAdjust",
          "CPUAffinity",
          "SuppressSync",
          "RestrictAddressFamilies",
          "ReadOnly",
          "BindUser",
          "Private",
          "Interface",
          "MACVLAN",
          "IPVLAN",
          "VirtualEthernet",
          "Bridge");

  /** Those that say nothing when they are empty. */
  private static final List<String> LISTS =
      List.of("Capability", "DropCapability", "AmbientCapability", "SystemCallFilter");

  private final Path path;
  private final boolean trusted;

  /** Tells which values are good ones: nothing starts from it. */
  private final Draft trial;

  private final List<FileSetting> settings = new ArrayList<>();
  private final List<String> parameters = new ArrayList<>();
  private final List<String> entrypoint = new ArrayList<>();
  private final List<String> exposedPorts = new ArrayList<>();
  private final List<String> warnings = new ArrayList<>();
  private Optional<Start> start = Optional.empty();

  private SettingsReader(Path path, boolean trusted, Surroundings here) {
    this.path = path;
    this.trusted = trusted;
    this.trial = new Draft(here);
  }

  static SettingsFile read(Path path, boolean trusted, byte[] content, Surroundings here) {
    SettingsReader reader = new SettingsReader(path, trusted, here);
    SettingsText text = SettingsText.parse(path, content);
    reader.warnings.addAll(text.warnings());
    for (Assignment assignment : text.assignments()) {
      reader.take(assignment);
    }
    reader.joinProcessors();
    return new SettingsFile(
        path,
        trusted,
        reader.settings,
        reader.start,
        reader.parameters,
        reader.entrypoint,
        reader.exposedPorts,
        reader.warnings);
  }

  private void take(Assignment assignment) {
    if (assignment.section().equals("Exec") && assignment.key().equals(PARAMETERS)) {
      takeParameters(assignment);
      return;
    }
    if (assignment.section().equals(Key.OWN) && assignment.key().equals(ENTRYPOINT)) {
      entrypoint.addAll(quoted(assignment));
      return;
    }
    if (assignment.section().equals(Key.OWN) && assignment.key().equals(EXPOSED_PORTS)) {
      takePorts(assignment);
      return;
    }
    for (Option option : Options.known()) {
      if (matches(option.key(), assignment)) {
        take(option, assignment);
        return;
      }
    }
    warn(assignment, "ignoring the unknown key " + assignment.key());
  }

  private static boolean matches(Key key, Assignment assignment) {
    if (!key.exists() || !key.section().equals(assignment.section())) {
      return false;
    }
    return key.name().equals(LIMIT)
        ? assignment.key().startsWith(LIMIT) && LimitValue.isName(limit(assignment))
        : key.name().equals(assignment.key());
  }

  private static String limit(Assignment assignment) {
    return assignment.key().substring(LIMIT.length());
  }

  private void takeParameters(Assignment assignment) {
    if (assignment.value().isEmpty()) {
      parameters.clear();
    }
    parameters.addAll(quoted(assignment));
  }

  private void takePorts(Assignment assignment) {
    for (String word : Fields.of(assignment.value(), " \t")) {
      if (PORT.matcher(word).matches()) {
        exposedPorts.add(word);
      } else {
        warn(assignment, ignoring(assignment, word) + "it is no port");
      }
    }
  }

  private void take(Option option, Assignment assignment) {
    String value = assignment.value();
    if (value.isEmpty() && RESETTABLE.contains(assignment.key())) {
      settings.removeIf(setting -> setting.key().equals(assignment.key()));
      return;
    }
    if (value.isEmpty() && LISTS.contains(assignment.key())) {
      return;
    }
    switch (option.name()) {
      case "boot" -> takeStart(assignment, Start.INIT);
      case "as-pid2" -> takeStart(assignment, Start.STUB);
      case "setenv" -> {
        for (String word : quoted(assignment)) {
          takeVariable(option, assignment, word);
        }
      }
      case "network-interface", "network-macvlan", "network-ipvlan" ->
          addAll(option, assignment, quoted(assignment));
      case "capability", "drop-capability", "ambient-capability", "bind-user" ->
          addAll(option, assignment, Fields.of(value, " \t"));
      case "private-users-chown" ->
          truth(assignment)
              .ifPresent(
                  chown ->
                      add(
                          Options.of("private-users-ownership"),
                          assignment,
                          chown ? "chown" : "off"));
      // Here digits are booleans, other than behind the option.
      case "private-users" ->
          add(option, assignment, Truth.find(value).map(SettingsReader::word).orElse(value));
      case "rlimit" -> add(option, assignment, limit(assignment) + "=" + value);
      default -> {
        if (option.argument() == Argument.NONE) {
          truth(assignment)
              .ifPresent(truth -> settings.add(setting(option, assignment, word(truth))));
        } else {
          add(option, assignment, value);
        }
      }
    }
  }

  private void takeStart(Assignment assignment, Start yes) {
    Optional<Boolean> truth = truth(assignment);
    if (truth.isEmpty()) {
      return;
    }
    Start other = yes == Start.INIT ? Start.STUB : Start.INIT;
    Optional<Start> conflict = Optional.of(truth.get() ? other : yes);
    if (start.equals(conflict)) {
      warn(assignment, ignoring(assignment) + "it contradicts an earlier line");
    } else if (truth.get()) {
      start = Optional.of(yes);
    } else {
      start = start.or(() -> Optional.of(Start.PROGRAM));
    }
  }

  /** A name alone would stand for a variable of the host, which the file must not see. */
  private void takeVariable(Option option, Assignment assignment, String word) {
    if (word.indexOf('=') < 0) {
      warn(assignment, ignoring(assignment, word) + "there is no = in it");
    } else {
      add(option, assignment, word);
    }
  }

  /** Each line adds some, but an option takes the place of those before it. */
  private void joinProcessors() {
    List<String> all = new ArrayList<>();
    Option option = Options.of("cpu-affinity");
    for (FileSetting setting : settings) {
      if (setting.option() == option) {
        all.add(setting.value());
      }
    }
    if (all.size() > 1) {
      settings.removeIf(setting -> setting.option() == option);
      settings.add(new FileSetting(option, option.key().name(), String.join(",", all)));
    }
  }

  private void addAll(Option option, Assignment assignment, List<String> values) {
    for (String value : values) {
      add(option, assignment, value);
    }
  }

  private void add(Option option, Assignment assignment, String value) {
    try {
      trial.setFromFile(option, value);
      settings.add(setting(option, assignment, value));
    } catch (Failure failure) {
      warn(assignment, ignoring(assignment, assignment.value()) + failure.why());
    }
  }

  private static FileSetting setting(Option option, Assignment assignment, String value) {
    return new FileSetting(option, assignment.key(), value);
  }

  private List<String> quoted(Assignment assignment) {
    QuotedWords words = QuotedWords.of(assignment.value());
    if (!words.closed()) {
      warn(assignment, ignoring(assignment) + "a quote has no end");
    }
    return words.words();
  }

  private Optional<Boolean> truth(Assignment assignment) {
    Optional<Boolean> truth = Truth.find(assignment.value());
    if (truth.isEmpty()) {
      warn(assignment, ignoring(assignment) + "it is neither true nor false");
    }
    return truth;
  }

  private static String word(boolean truth) {
    return truth ? "yes" : "no";
  }

  private static String ignoring(Assignment assignment) {
    return ignoring(assignment, assignment.value());
  }

  private static String ignoring(Assignment assignment, String value) {
    return "ignoring " + assignment.key() + "=" + value + ": ";
  }

  private void warn(Assignment assignment, String text) {
    warnings.add(path + ":" + assignment.line() + ": " + text);
  }
}
