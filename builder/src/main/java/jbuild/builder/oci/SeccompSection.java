package jbuild.builder.oci;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import jbuild.runner.Failure;
import jbuild.runner.linux.Comparison;
import jbuild.runner.linux.SeccompProfile;
import jbuild.runner.linux.SeccompProfile.Outcome;
import jbuild.runner.linux.SeccompProfile.Rule;

/** Reads the object {@code linux.seccomp}. */
final class SeccompSection {
  private static final String ARCHITECTURE = "SCMP_ARCH_";
  private static final int LARGEST_ERRNO = 4095; // MAX_ERRNO in linux/err.h
  private static final int LAST_ARGUMENT = 5;

  private SeccompSection() {}

  static Optional<SeccompProfile> read(Value seccomp) {
    Fields fields = seccomp.fields();
    Optional<Outcome> otherwise =
        outcome(fields.require("defaultAction"), fields.find("defaultErrnoRet"));
    Set<String> architectures = new HashSet<>();
    for (Value name : fields.find("architectures").map(Value::items).orElse(List.of())) {
      name.text().ifPresent(text -> addArchitecture(name, text, architectures));
    }
    for (Value flag : fields.find("flags").map(Value::items).orElse(List.of())) {
      flag.text()
          .ifPresent(text -> reporting(flag, () -> SeccompProfile.requireWithoutEffect(text)));
    }
    fields.refuse("listenerPath", "jbuild passes no system calls on to other programs");
    fields.refuse("listenerMetadata", "jbuild passes no system calls on to other programs");
    List<Rule> rules = new ArrayList<>();
    for (Value item : fields.find("syscalls").map(Value::items).orElse(List.of())) {
      rule(item).ifPresent(rules::add);
    }
    fields.end();
    return otherwise.map(outcome -> new SeccompProfile(outcome, architectures, rules));
  }

  private static void addArchitecture(Value name, String text, Set<String> architectures) {
    if (text.startsWith(ARCHITECTURE)) {
      architectures.add(text);
    } else {
      name.wrong("there is no architecture '" + Shown.text(text) + "'");
    }
  }

  private static Optional<Rule> rule(Value item) {
    Fields fields = item.fields();
    Optional<Value> names = fields.require("names");
    Set<String> calls = new HashSet<>(names.map(Value::texts).orElse(List.of()));
    names.filter(Value::isEmpty).ifPresent(value -> value.wrong("it names no system call"));
    Optional<Outcome> outcome = outcome(fields.require("action"), fields.find("errnoRet"));
    List<Comparison> arguments = new ArrayList<>();
    for (Value argument : fields.find("args").map(Value::items).orElse(List.of())) {
      comparison(argument).ifPresent(arguments::add);
    }
    fields.end();
    return outcome.map(answer -> new Rule(calls, answer, arguments));
  }

  private static Optional<Outcome> outcome(Optional<Value> action, Optional<Value> errno) {
    Optional<Integer> number =
        errno.flatMap(value -> value.number(0, LARGEST_ERRNO)).map(Long::intValue);
    Optional<String> name = action.flatMap(Value::text);
    if (name.isEmpty()) {
      return Optional.empty();
    }
    try {
      return Optional.of(Outcome.of(name.get(), number));
    } catch (Failure failure) {
      action.get().wrong(Shown.text(failure.why()));
      return Optional.empty();
    }
  }

  private static Optional<Comparison> comparison(Value item) {
    Fields fields = item.fields();
    Optional<Long> index = fields.require("index").flatMap(value -> value.number(0, LAST_ARGUMENT));
    Optional<Long> value = fields.require("value").flatMap(Value::unsigned);
    // Some writers leave it out: then nothing under the mask may be set.
    long second = fields.find("valueTwo").flatMap(Value::unsigned).orElse(0L);
    Optional<Value> operator = fields.require("op");
    Optional<String> name = operator.flatMap(Value::text);
    fields.end();
    if (index.isEmpty() || value.isEmpty() || name.isEmpty()) {
      return Optional.empty();
    }
    List<Comparison> read = new ArrayList<>();
    reporting(
        operator.get(),
        () ->
            read.add(
                new Comparison(
                    index.get().intValue(),
                    SeccompProfile.operator(name.get()),
                    value.get(),
                    second)));
    return read.stream().findFirst();
  }

  /** What the filter's own reader refuses is a problem at its place. */
  private static void reporting(Value place, Runnable reading) {
    try {
      reading.run();
    } catch (Failure failure) {
      place.wrong(Shown.text(failure.why()));
    }
  }
}
