package jbuild.cli;

import java.nio.file.Path;
import java.util.Optional;
import picocli.CommandLine.Model.OptionSpec;

/** An option with a value, the last one when it was given more often. */
record Value<T>(OptionSpec spec) {
  static Value<String> text(String label, String description, String... names) {
    return new Value<>(option(label, description, names).type(String.class).build());
  }

  static Value<Path> path(String label, String description, String... names) {
    return new Value<>(option(label, description, names).type(Path.class).build());
  }

  Optional<T> given() {
    return Optional.ofNullable(spec.getValue());
  }

  private static OptionSpec.Builder option(String label, String description, String... names) {
    return OptionSpec.builder(names).paramLabel(label).description(description);
  }
}
