package jbuild.runner.nspawn;

import java.util.Map;

/**
 * What of this process the options refer to.
 *
 * @param hostname the machine's name when its image is the host's own root
 */
public record Surroundings(Map<String, String> environment, String hostname) {
  public Surroundings {
    environment = Map.copyOf(environment);
  }

  String variable(String name) {
    return environment.getOrDefault(name, "");
  }

  /** Whether the variable says yes; as systemd, anything that is no boolean counts for nothing. */
  boolean says(String name) {
    return Truth.find(variable(name)).orElse(false);
  }
}
