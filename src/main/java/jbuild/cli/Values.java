package jbuild.cli;

import java.util.List;
import java.util.Optional;
import picocli.CommandLine.Model.OptionSpec;

/** An option with a value that can be given more than once. */
record Values(OptionSpec spec) {
  static Values of(String label, String description, String... names) {
    return new Values(
        OptionSpec.builder(names)
            .type(List.class)
            .auxiliaryTypes(String.class)
            .paramLabel(label)
            .description(description)
            .build());
  }

  List<String> given() {
    return Optional.<List<String>>ofNullable(spec.getValue()).orElse(List.of());
  }
}
