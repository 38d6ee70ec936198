package jbuild.runner.nspawn;

import java.nio.file.Path;
import java.util.List;
import java.util.Optional;

/**
 * A settings file that was read; see systemd.nspawn(5). Each setting in it is one that its option
 * takes.
 *
 * @param trusted whether only the administrator can have written it
 * @param start how the payload starts; without it the parameters mean nothing
 * @param parameters the command, or the arguments of the init
 * @param entrypoint words that stay in front when somebody types a command; of jbuild alone
 * @param exposedPorts where the programs of the image listen; of jbuild alone
 * @param warnings of what was ignored, with the place
 */
record SettingsFile(
    Path path,
    boolean trusted,
    List<FileSetting> settings,
    Optional<Start> start,
    List<String> parameters,
    List<String> entrypoint,
    List<String> exposedPorts,
    List<String> warnings) {
  /** What the first process is. */
  enum Start {
    PROGRAM,
    STUB,
    INIT
  }

  SettingsFile {
    settings = List.copyOf(settings);
    parameters = List.copyOf(parameters);
    entrypoint = List.copyOf(entrypoint);
    exposedPorts = List.copyOf(exposedPorts);
    warnings = List.copyOf(warnings);
  }
}
