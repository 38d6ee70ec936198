package jbuild.runner.settings;

import java.util.List;
import java.util.Objects;
import java.util.Optional;

/**
 * How much of the host a machine may use.
 *
 * @param slice where a service manager puts it
 * @param properties NAME=VALUE as systemd.resource-control(5) has them
 */
public record Resources(Optional<String> slice, List<String> properties) {
  public static final Resources STANDARD = new Resources(Optional.empty(), List.of());

  public Resources {
    Objects.requireNonNull(slice);
    properties = List.copyOf(properties);
  }
}
