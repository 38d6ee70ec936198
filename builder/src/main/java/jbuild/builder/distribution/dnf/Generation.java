package jbuild.builder.distribution.dnf;

import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import jbuild.builder.distribution.rpm.RpmCache;
import jbuild.builder.distribution.rpm.RpmWork;

/** What differs between the programs that are called dnf; see dnf.conf(5) and dnf5.conf(5). */
enum Generation {
  FOUR(
      "(\\d+)\\.\\d+.*",
      List.of(),
      Map.of("persistdir", RpmWork.STATE, "check_config_file_age", "0", "zchunk", "0"),
      "dnf.log"),

  /** It would read the settings of the image otherwise, and lists of files only when told so. */
  FIVE(
      "dnf5 version (\\d+)\\..*",
      List.of("--use-host-config"),
      Map.of(
          "system_cachedir",
          RpmCache.PLACE,
          "system_state_dir",
          RpmWork.STATE,
          "optional_metadata_types",
          "comps,filelists"),
      "dnf5.log");

  private final Pattern version;
  private final List<String> options;
  private final Map<String, String> settings;
  private final String log;

  Generation(String version, List<String> options, Map<String, String> settings, String log) {
    this.version = Pattern.compile(version);
    this.options = options;
    this.settings = settings;
    this.log = log;
  }

  /** The generation that says of itself what {@code dnf --version} begins with. */
  static Optional<Generation> saying(String line) {
    for (Generation generation : values()) {
      Matcher found = generation.version.matcher(line.strip());
      if (found.matches() && Integer.parseInt(found.group(1)) >= generation.number()) {
        return Optional.of(generation);
      }
    }
    return Optional.empty();
  }

  private int number() {
    return this == FOUR ? 4 : 5;
  }

  /** In front of each command. */
  List<String> options() {
    return options;
  }

  /** In the file of settings, beside those that all have. */
  Map<String, String> settings() {
    return settings;
  }

  String log() {
    return log;
  }
}
