package jbuild.runner.nspawn;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.Set;
import java.util.TreeSet;
import java.util.UUID;
import jbuild.runner.Numbers;
import jbuild.runner.linux.ResourceLimit;
import jbuild.runner.resources.DevicePolicy;
import jbuild.runner.resources.Properties;
import jbuild.runner.settings.Execution;
import jbuild.runner.settings.Execution.Personality;
import jbuild.runner.settings.Resources;

/** What runs, and how, as far as options have said it. */
final class ExecutionDraft {
  private static final int WORST_SCORE = 1000;

  private final Surroundings here;
  private boolean boot;
  private boolean underStub;
  private Optional<String> directory = Optional.empty();
  private final Map<String, String> variables = new LinkedHashMap<>();
  private Optional<String> user = Optional.empty();
  private OptionalInt killSignal = OptionalInt.empty();
  private boolean notifyReady;
  private boolean suppressSync;
  private Optional<Personality> personality = Optional.empty();
  private final Map<ResourceLimit.Resource, ResourceLimit> limits = new LinkedHashMap<>();
  private OptionalInt score = OptionalInt.empty();
  private Set<Integer> cpus = Set.of();
  private Optional<String> machine = Optional.empty();
  private Optional<String> hostname = Optional.empty();
  private Optional<UUID> uuid = Optional.empty();
  private Optional<String> slice = Optional.empty();
  private final List<String> properties = new ArrayList<>();

  ExecutionDraft(Surroundings here) {
    this.here = here;
    suppressSync = here.says("SYSTEMD_SUPPRESS_SYNC");
  }

  void set(String option, String value) {
    switch (option) {
      case "as-pid2" -> underStub = true;
      case "boot" -> boot = true;
      case "chdir" -> directory = Optional.of(PathValue.workingDirectory(option, value));
      case "setenv" -> VariableValue.add(option, value, here.environment(), variables);
      case "uid", "user" -> user = Optional.of(IdentityValue.user(option, value));
      case "kill-signal" -> killSignal = OptionalInt.of(SignalNumber.of(option, value));
      case "notify-ready" -> notifyReady = Truth.of(option, value);
      case "suppress-sync" -> suppressSync = Truth.of(option, value);
      case "personality" -> personality = Optional.of(Processor.personality(option, value));
      case "rlimit" -> {
        ResourceLimit limit = LimitValue.of(option, value);
        limits.put(limit.resource(), limit);
      }
      case "oom-score-adjust" -> score = OptionalInt.of(score(option, value));
      case "cpu-affinity" -> cpus = CpuList.of(option, value);
      case "machine" -> machine = IdentityValue.hostname(option, value);
      case "hostname" -> hostname = IdentityValue.hostname(option, value);
      case "uuid" -> uuid = Optional.of(IdentityValue.uuid(option, value));
      case "slice" -> slice = Optional.of(IdentityValue.slice(option, value));
      case "property" -> properties.add(property(option, value));
      default -> throw new IllegalArgumentException("no option of execution: " + option);
    }
  }

  private static int score(String option, String value) {
    long number = Numbers.anyBase(value).orElse(Long.MAX_VALUE);
    if (number < -WORST_SCORE || number > WORST_SCORE) {
      throw BadValue.of(option, value, "it is no score", "write a number from -1000 to 1000");
    }
    return (int) number;
  }

  private static String property(String option, String value) {
    if (value.indexOf('=') < 1) {
      throw BadValue.of(option, value, "it is no assignment", "write NAME=VALUE");
    }
    return value;
  }

  void forget(Group group) {
    switch (group) {
      case START_MODE -> {
        boot = false;
        underStub = false;
      }
      case ENVIRONMENT -> variables.clear();
      case LIMITS -> limits.clear();
      default -> {
        // What is one value is replaced.
      }
    }
  }

  Execution execution(Map<String, String> further) {
    Map<String, String> all = new LinkedHashMap<>(variables);
    all.putAll(further);
    return new Execution(
        all,
        directory,
        user,
        killSignal,
        notifyReady,
        suppressSync,
        personality,
        List.copyOf(limits.values()),
        score,
        cpus);
  }

  Resources resources() {
    return new Resources(slice, Properties.parse(properties), DevicePolicy.CLOSED);
  }

  /** The names of the limits that were given. */
  Set<String> limited() {
    Set<String> names = new TreeSet<>();
    for (ResourceLimit.Resource resource : limits.keySet()) {
      names.add(resource.name());
    }
    return names;
  }

  boolean boots() {
    return boot;
  }

  boolean underStub() {
    return underStub;
  }

  Optional<String> user() {
    return user;
  }

  Optional<String> machine() {
    return machine;
  }

  Optional<String> hostname() {
    return hostname;
  }

  Optional<UUID> uuid() {
    return uuid;
  }
}
