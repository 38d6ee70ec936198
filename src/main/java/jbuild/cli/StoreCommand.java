package jbuild.cli;

import java.util.ArrayList;
import java.util.EnumMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.function.Supplier;
import jbuild.cli.store.Entry;
import jbuild.cli.store.Option;
import jbuild.cli.store.Request;
import jbuild.cli.store.Setting;
import jbuild.cli.store.StoreHost;
import jbuild.cli.store.StoreVerbs;
import jbuild.runner.ExitStatus;
import jbuild.runner.Failure;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Model.OptionSpec;
import picocli.CommandLine.Model.PositionalParamSpec;

/** A verb of the image store as a verb of jbuild. */
final class StoreCommand implements Callable<Integer> {
  private final Entry entry;
  private final Supplier<StoreHost> host;
  private final CommandSpec spec;
  private final Map<Option, OptionSpec> options = new LinkedHashMap<>();
  private final PositionalParamSpec words;

  StoreCommand(Entry entry, Supplier<StoreHost> host) {
    this.entry = entry;
    this.host = host;
    this.spec = Grammar.verb(entry.name(), entry.description(), this);
    for (Option option : entry.options()) {
      OptionSpec made = optionSpec(option);
      options.put(option, made);
      spec.addOption(made);
    }
    words =
        PositionalParamSpec.builder()
            .type(List.class)
            .auxiliaryTypes(String.class)
            .paramLabel(entry.words())
            .arity("0..*")
            .hideParamSyntax(true)
            .description(entry.explanation().toArray(String[]::new))
            .build();
    if (entry.most() > 0) {
      spec.addPositional(words);
    }
  }

  private static OptionSpec optionSpec(Option option) {
    OptionSpec.Builder made = OptionSpec.builder(option.names()).description(option.description());
    return option.hasValue()
        ? made.paramLabel(option.label())
            .type(List.class)
            .auxiliaryTypes(String.class)
            .arity("1")
            .build()
        : made.type(boolean.class).build();
  }

  CommandSpec spec() {
    return spec;
  }

  @Override
  public Integer call() {
    List<String> typed = Optional.<List<String>>ofNullable(words.getValue()).orElse(List.of());
    if (typed.size() < entry.least() || typed.size() > entry.most()) {
      throw new Failure(
          ExitStatus.WRONG_USAGE,
          "cannot run " + entry.name(),
          typed.size() < entry.least() ? "it needs more words" : "it takes no more words",
          "write 'jbuild " + (entry.name() + " " + entry.words()).strip() + "'");
    }
    Request request =
        new Request(
            typed, settings(), false, spec.commandLine().getOut(), spec.commandLine().getErr());
    return StoreVerbs.make(entry, host.get()).run(request);
  }

  private Map<Setting, List<String>> settings() {
    Map<Setting, List<String>> settings = new EnumMap<>(Setting.class);
    options.forEach(
        (option, made) -> {
          for (String value : given(option, made)) {
            check(option, value);
            settings.computeIfAbsent(option.setting(), key -> new ArrayList<>()).add(value);
          }
        });
    return settings;
  }

  private static List<String> given(Option option, OptionSpec made) {
    if (option.hasValue()) {
      return Optional.<List<String>>ofNullable(made.getValue()).orElse(List.of());
    }
    return Boolean.TRUE.equals(made.getValue()) ? List.of(option.fixed()) : List.of();
  }

  private static void check(Option option, String value) {
    if (option.hasValue() && !option.setting().accepts(value)) {
      throw new Failure(
          ExitStatus.WRONG_USAGE,
          "cannot use --" + option.name() + "=" + value,
          option.setting().complaint(value),
          option.setting().hint());
    }
  }
}
