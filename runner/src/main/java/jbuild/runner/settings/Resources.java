package jbuild.runner.settings;

import java.util.Objects;
import java.util.Optional;
import jbuild.runner.resources.DevicePolicy;
import jbuild.runner.resources.Properties;

/**
 * How much of the host a machine may use.
 *
 * @param slice where a service manager puts it
 * @param properties what limits it; see systemd.resource-control(5)
 * @param devices which devices it may open when the properties do not say
 */
public record Resources(Optional<String> slice, Properties properties, DevicePolicy devices) {
  public static final Resources STANDARD =
      new Resources(Optional.empty(), Properties.NONE, DevicePolicy.CLOSED);

  /** No limit, for programs that make devices: those that install systems. */
  public static final Resources WITH_ALL_DEVICES =
      new Resources(Optional.empty(), Properties.NONE, DevicePolicy.OPEN);

  public Resources {
    Objects.requireNonNull(slice);
    Objects.requireNonNull(properties);
    Objects.requireNonNull(devices);
  }
}
