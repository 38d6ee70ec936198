package jbuild.comparison;

import java.util.List;
import java.util.Locale;

/** The machines that are compared, and the options that make them. */
enum Machine {
  PLAIN,
  PIPE("--pipe"),
  PRIVATE_NETWORK("--private-network"),
  READ_ONLY("--read-only"),
  BOOT;

  private final List<String> options;

  Machine(String... options) {
    this.options = List.of(options);
  }

  /** The same for systemd-nspawn and for jbuild. */
  List<String> options() {
    return options;
  }

  @Override
  public String toString() {
    return name().toLowerCase(Locale.ROOT).replace('_', ' ');
  }
}
