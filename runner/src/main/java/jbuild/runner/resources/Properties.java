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
 * @param others that only a service manager knows, as they were written
 */
public record Properties(
    List<Property> limits,
    Optional<DevicePolicy.Kind> devicePolicy,
    List<DeviceAllowance> devices,
    List<String> others) {
  public static final Properties NONE =
      new Properties(List.of(), Optional.empty(), List.of(), List.of());

  public Properties {
    others = List.copyOf(others);
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

  /** Those that a machine's own group needs although its scope has them. */
  public Properties ofDevices() {
    return new Properties(List.of(), devicePolicy, devices, List.of());
  }

  /**
   * To be called where there is no service manager that the others could be passed on to.
   *
   * @throws Failure that names the first of them
   */
  public void refuseOthers() {
    if (!others.isEmpty()) {
      throw PropertyReader.unknown(others.get(0));
    }
  }

  boolean mentionDevices() {
    return devicePolicy.isPresent() || !devices.isEmpty();
  }
}
