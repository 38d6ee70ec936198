package jbuild.runner.settings;

import java.util.Objects;
import java.util.Optional;
import java.util.UUID;

/**
 * What a machine is called.
 *
 * @param name among the machines of the host
 * @param hostname of its own; the machine's name when empty
 * @param uuid used when the image has no machine-id
 */
public record Identity(MachineName name, Optional<String> hostname, Optional<UUID> uuid) {
  public Identity {
    Objects.requireNonNull(name);
    if (hostname.isPresent() && !MachineName.isValid(hostname.get())) {
      throw new IllegalArgumentException("not a host name: " + hostname.get());
    }
  }

  public static Identity of(MachineName name) {
    return new Identity(name, Optional.empty(), Optional.empty());
  }
}
