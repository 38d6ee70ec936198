package jbuild.runner.resources;

import java.util.List;
import java.util.Optional;
import jbuild.runner.Failure;

/**
 * What the values of {@code --property=} ask for, where jbuild itself has to see to it.
 *
 * @param limits at most one of each
 * @param devicePolicy empty when the user leaves it to jbuild
 * @param devices allowed expressly
 */
public record Properties(
    List<Property> limits,
    Optional<DevicePolicy.Kind> devicePolicy,
    List<DeviceAllowance> devices) {
  public static final Properties NONE = new Properties(List.of(), Optional.empty(), List.of());

  public Properties {
    limits = List.copyOf(limits);
    devices = List.copyOf(devices);
  }

  /**
   * The last one of each counts, and an empty value takes back those before; devices add up.
   *
   * @param assignments {@code NAME=VALUE}
   * @throws Failure that names the first one that cannot be used
   */
  public static Properties parse(List<String> assignments) {
    if (assignments.isEmpty()) {
      return NONE;
    }
    PropertyReader reader = new PropertyReader();
    for (String assignment : assignments) {
      reader.read(assignment);
    }
    return reader.properties();
  }

  boolean mentionDevices() {
    return devicePolicy.isPresent() || !devices.isEmpty();
  }
}
