package jbuild.cli.store;

import java.util.List;
import jbuild.runner.Booleans;

/** What options say to verbs of the store, whatever they are called in a command line. */
public enum Setting {
  ALL,
  QUIET,
  READ_ONLY,
  FORCE,
  NO_LEGEND,
  PROPERTY,
  /** The properties of which the value alone is shown. */
  ONLY_VALUE_OF,
  VALUE,
  /** Accepted, and without a meaning here: nothing is paged, shortened or asked for. */
  IGNORED,
  /** Files of keys that may sign downloads. */
  KEYRING,
  KEEP_DOWNLOAD("Failed to parse --keep-download= value: %s") {
    @Override
    public boolean accepts(String value) {
      return Booleans.find(value).isPresent();
    }
  },
  /** How to log in to a registry. */
  CREDS,
  /** Another repository of a registry. */
  MOUNT_FROM("Invalid repository: %s") {
    @Override
    public boolean accepts(String value) {
      return value.matches("[a-z0-9]+([._/-]+[a-z0-9]+)*");
    }
  },
  TLS_VERIFY("Failed to parse --tls-verify= value: %s") {
    @Override
    public boolean accepts(String value) {
      return Booleans.find(value).isPresent();
    }
  },
  CLASS(
      "Failed to parse --class= parameter: %s",
      List.of("machine", "portable", "sysext", "confext")),
  FORMAT("Unknown format: %s", List.of("uncompressed", "xz", "gzip", "bzip2", "zstd")),
  VERIFY("Failed to parse --verify= setting: %s", List.of("no", "checksum", "signature")) {
    @Override
    public boolean accepts(String value) {
      return super.accepts(value) || value.matches("[0-9a-fA-F]{64}");
    }

    @Override
    public String hint() {
      return super.hint() + ", or the SHA-256 of the file: 64 hexadecimal digits";
    }
  },
  OUTPUT(
      "Unknown output '%s'.",
      List.of(
          "short",
          "short-full",
          "short-iso",
          "short-iso-precise",
          "short-precise",
          "short-monotonic",
          "short-unix",
          "short-delta",
          "verbose",
          "export",
          "json",
          "json-pretty",
          "json-sse",
          "json-seq",
          "cat",
          "with-unit")),
  /** Of importctl alone. */
  JSON("Unknown argument to --json= switch: %s", List.of("pretty", "short", "off")),
  RUNNER("Failed to parse --runner= setting: %s", List.of("nspawn", "vmspawn")),
  LINES("Failed to parse lines '%s'") {
    @Override
    public boolean accepts(String value) {
      return value.matches("[0-9]{1,9}");
    }
  },
  MAX_ADDRESSES("Invalid number of addresses: %s") {
    @Override
    public boolean accepts(String value) {
      return value.equals("all") || value.matches("[0-9]{1,9}");
    }
  },
  /** Another host, machine or user whose images are meant. */
  ELSEWHERE;

  private final String complaint;
  private final List<String> values;

  Setting() {
    this("%s", List.of());
  }

  Setting(String complaint) {
    this(complaint, List.of());
  }

  Setting(String complaint, List<String> values) {
    this.complaint = complaint;
    this.values = values;
  }

  /** Whether it can have the value. */
  public boolean accepts(String value) {
    return values.isEmpty() || values.contains(value);
  }

  /** What the originals say when it cannot. */
  public String complaint(String value) {
    return complaint.formatted(value);
  }

  /** What to write instead. */
  public String hint() {
    return values.isEmpty() ? "see --help" : "write one of " + String.join(", ", values);
  }
}
