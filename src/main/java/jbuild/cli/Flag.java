package jbuild.cli;

import picocli.CommandLine.Model.OptionSpec;

/** An option without a value. */
record Flag(OptionSpec spec) {
  static Flag of(String description, String... names) {
    return new Flag(OptionSpec.builder(names).type(boolean.class).description(description).build());
  }

  /** False also as long as no words were parsed. */
  boolean isSet() {
    return Boolean.TRUE.equals(spec.getValue());
  }
}
